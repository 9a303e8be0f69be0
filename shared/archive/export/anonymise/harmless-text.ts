/** What autopilots say by themselves, and nobody typed: ArduPilot's and PX4's usual beginnings. */
const known =
  /^(PreArm|Arm|Armed|Arming|Disarm\w*|Throttle|AHRS|EKF\d?|GPS|Mission|Reached|Barometer|Baro|Calibrating|Beginning INS|ArduPilot|ArduCopter|ArduRover|ArduPlane|ArduSub|Frame|Init|Battery|Field Elevation|RC\d*|No ap_message|SIM Hit|Flight|Failsafe|Radio|GCS|Fence|Terrain|Compass|Mag|Gyro|Land\w*|Takeoff|RTL|Motor|ESC|Parameter|Resume|Hover|Wind|Rangefinder|Vibration|Crash|Potential Thrust|Smart ?RTL|Preflight|Takeoff detected|Landing detected|Low battery|Critical battery|Bad AHRS|Logging|Waiting|Ready|Auto\w*|Mount|Gimbal|Camera|Prec ?Land|ChibiOS|RCOut|IMU\d?|INS|LOITER|Circle|Hit|Geofence|Winch)\b/i;

/** Serial numbers and the like (8 digits or hex letters in a row), and numbers as fine as a coordinate's. */
const telling = /\b[0-9a-f]*[0-9][0-9a-f]{7,}\b|\b[0-9a-f]{16,}\b|[-+]?\d+\.\d{3,}|\d{6,}/gi;

/** What stands where a text was. */
export const removedText = "(text removed)";

/**
 * A vehicle's words without what may tell who or where it is: those of autopilots stay, less serial numbers and coordinates;
 * all others go, because somebody may have typed them.
 */
export const harmlessText = (text: string): string => (known.test(text) ? text.replace(telling, "#") : removedText);
