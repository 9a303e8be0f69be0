/** MAV_COMP_ID_MISSIONPLANNER, which every ground station uses; the system id is the user's choice. */
export const gcsComponentId = 190;
