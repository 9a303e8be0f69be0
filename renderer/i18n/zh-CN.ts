import { alertsZhCn } from "./alerts-zh-cn.ts";
import { archiveZhCn } from "./archive-zh-cn.ts";
import { cluesZhCn } from "./clues-zh-cn.ts";
import { commonZhCn } from "./common-zh-cn.ts";
import type { en } from "./en.ts";
import { eyesZhCn } from "./eyes-zh-cn.ts";
import { feedZhCn } from "./feed-zh-cn.ts";
import { flightZhCn } from "./flight-zh-cn.ts";
import { flyZhCn } from "./fly-zh-cn.ts";
import { incidentZhCn } from "./incident-zh-cn.ts";
import { mapZhCn } from "./map-zh-cn.ts";
import { panelsZhCn } from "./panels-zh-cn.ts";
import { parametersZhCn } from "./parameters-zh-cn.ts";
import { phoneZhCn } from "./phone-zh-cn.ts";
import { planEditZhCn } from "./plan-edit-zh-cn.ts";
import { planProblemZhCn } from "./plan-problem-zh-cn.ts";
import { planZhCn } from "./plan-zh-cn.ts";
import { plotsZhCn } from "./plots-zh-cn.ts";
import { sceneZhCn } from "./scene-zh-cn.ts";
import { searchZhCn } from "./search-zh-cn.ts";
import { subjectZhCn } from "./subject-zh-cn.ts";

/** Chinese (simplified). A missing key does not compile. */
export const zhCn: Readonly<Record<keyof typeof en, string>> = {
  ...commonZhCn,
  ...panelsZhCn,
  ...alertsZhCn,
  ...archiveZhCn,
  ...mapZhCn,
  ...eyesZhCn,
  ...feedZhCn,
  ...flightZhCn,
  ...flyZhCn,
  ...parametersZhCn,
  ...planZhCn,
  ...planEditZhCn,
  ...planProblemZhCn,
  ...incidentZhCn,
  ...cluesZhCn,
  ...phoneZhCn,
  ...plotsZhCn,
  ...sceneZhCn,
  ...searchZhCn,
  ...subjectZhCn,
};
