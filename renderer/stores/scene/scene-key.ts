/** With Shift: changes between map and 3D view. Printed on the button and in the sheet of keys. */
export const sceneKey = "M";
