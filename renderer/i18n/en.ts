import { alertsEn } from "./alerts-en.ts";
import { archiveEn } from "./archive-en.ts";
import { cluesEn } from "./clues-en.ts";
import { commonEn } from "./common-en.ts";
import { eyesEn } from "./eyes-en.ts";
import { feedEn } from "./feed-en.ts";
import { flightEn } from "./flight-en.ts";
import { flyEn } from "./fly-en.ts";
import { incidentEn } from "./incident-en.ts";
import { mapEn } from "./map-en.ts";
import { panelsEn } from "./panels-en.ts";
import { parametersEn } from "./parameters-en.ts";
import { phoneEn } from "./phone-en.ts";
import { planEditEn } from "./plan-edit-en.ts";
import { planEn } from "./plan-en.ts";
import { planProblemEn } from "./plan-problem-en.ts";
import { plotsEn } from "./plots-en.ts";
import { sceneEn } from "./scene-en.ts";
import { searchEn } from "./search-en.ts";
import { subjectEn } from "./subject-en.ts";

/** English: the catalogue that defines the keys. */
export const en = {
  ...commonEn,
  ...panelsEn,
  ...alertsEn,
  ...archiveEn,
  ...mapEn,
  ...eyesEn,
  ...feedEn,
  ...flightEn,
  ...flyEn,
  ...parametersEn,
  ...planEn,
  ...planEditEn,
  ...planProblemEn,
  ...incidentEn,
  ...cluesEn,
  ...phoneEn,
  ...plotsEn,
  ...sceneEn,
  ...searchEn,
  ...subjectEn,
} as const;
