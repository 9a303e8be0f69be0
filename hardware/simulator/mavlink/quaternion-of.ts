/** Roll, pitch and yaw (aerospace order) as a quaternion w, x, y, z. */
export const quaternionOf = (rollRad: number, pitchRad: number, yawRad: number): number[] => {
  const [sr, cr] = [Math.sin(rollRad / 2), Math.cos(rollRad / 2)];
  const [sp, cp] = [Math.sin(pitchRad / 2), Math.cos(pitchRad / 2)];
  const [sy, cy] = [Math.sin(yawRad / 2), Math.cos(yawRad / 2)];
  return [
    cr * cp * cy + sr * sp * sy,
    sr * cp * cy - cr * sp * sy,
    cr * sp * cy + sr * cp * sy,
    cr * cp * sy - sr * sp * cy,
  ];
};
