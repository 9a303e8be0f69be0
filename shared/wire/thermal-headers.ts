/**
 * Headers of a thermal picture's answer: the temperatures that its black and its white mean, K, as decimal numbers. Both are
 * absent where the camera isn't radiometric.
 */
export const thermalLowHeader = "x-thermal-low-k";
export const thermalHighHeader = "x-thermal-high-k";
