import { PlanExaminer } from "./examine-plan.ts";
import { answerPlanMessage, type ToPlanWorker } from "./plan-worker.ts";

const examiner = new PlanExaminer();
self.onmessage = ({ data }: MessageEvent<ToPlanWorker>) => {
  const answer = answerPlanMessage(examiner, data);
  if (answer !== undefined) self.postMessage(answer);
};
