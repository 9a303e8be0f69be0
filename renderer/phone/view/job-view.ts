import type { FieldJob } from "../../../shared/wire/field.ts";
import { button, element, Part } from "../element.ts";
import { isOver, type JobStep, nextSteps, statusOf } from "../job-steps.ts";
import type { PhoneModel } from "../phone-model.ts";
import { timeText } from "../words.ts";
import { positionPart } from "./position-part.ts";

/** My job, large, with what can be said of it. */
export const jobView = (model: PhoneModel): { readonly root: HTMLElement; update(): void } => {
  const { t, watch, outbox } = model;
  const jobs = () => watch.state?.jobs ?? [];
  const statuses = () => jobs().map((job) => ({ ...statusOf(job, outbox.waiting), id: job.id }));

  const say = (job: FieldJob, step: JobStep) => {
    const { fix } = model.position;
    const place = fix === undefined ? {} : { place: { latDeg: fix.latDeg, lonDeg: fix.lonDeg } };
    void outbox.add({ kind: "step", assignmentId: job.id, step, ...place });
  };

  const jobPart = new Part(
    "job",
    () => [jobs(), statuses(), watch.state?.incident],
    () => {
      const open = jobs().filter((job) => !isOver(statusOf(job, outbox.waiting).status));
      const over = jobs().filter((job) => isOver(statusOf(job, outbox.waiting).status));
      const { incident } = watch.state ?? {};
      return [
        ...(open.length === 0 ? [element("p", { class: "empty" }, t("phone.noJob"))] : open.map(large)),
        incident?.safety === undefined
          ? undefined
          : element("p", { class: "safety" }, t("phone.safety", { text: incident.safety })),
        incident?.radio === undefined ? undefined : element("p", {}, t("phone.radio", { text: incident.radio })),
        over.length === 0 ? undefined : element("h3", {}, t("phone.otherJobs")),
        ...over.map(small),
      ];
    },
  );

  const titleOf = ({ number, task = "other" }: FieldJob) =>
    [number === undefined ? undefined : t("phone.jobNumber", { n: number }), t(`phone.task.${task}`)]
      .filter((text) => text !== undefined)
      .join(" · ");

  const statusLine = (job: FieldJob) => {
    const { status, waiting } = statusOf(job, outbox.waiting);
    const since = job.steps.findLast(({ step }) => step === status)?.utcMs;
    const when = waiting ? t("phone.notSent") : since === undefined ? undefined : timeText(t, since);
    return element(
      "p",
      { class: `job-status ${status}`, attributes: { "data-status": status, "data-waiting": String(waiting) } },
      [t(`phone.step.${status}`), when].filter((text) => text !== undefined).join(" · "),
    );
  };

  const large = (job: FieldJob) => {
    const { status } = statusOf(job, outbox.waiting);
    const names = job.segments.map(({ name }) => name).join(", ");
    const line = (text: string | undefined) => (text === undefined ? undefined : element("p", {}, text));
    return element(
      "section",
      { class: "card", attributes: { "data-job": job.id } },
      element("h2", {}, titleOf(job)),
      statusLine(job),
      line(job.text),
      names === "" ? undefined : line(t("phone.segments", { names })),
      job.allocatedMin === undefined ? undefined : line(t("phone.allocated", { min: Math.round(job.allocatedMin) })),
      job.transportation === undefined ? undefined : line(t("phone.transportation", { text: job.transportation })),
      job.previousEfforts === undefined ? undefined : line(t("phone.earlier", { text: job.previousEfforts })),
      ...nextSteps(status).map((step, i) =>
        button(t(`phone.do.${step}`), () => say(job, step), i === 0 ? "main" : step === "declined" ? "plain" : ""),
      ),
      job.segments.length > 0 || job.place !== undefined
        ? button(t("phone.showOnMap"), () => model.show("map"), "plain")
        : undefined,
    );
  };

  const small = (job: FieldJob) => {
    const { status } = statusOf(job, outbox.waiting);
    return element(
      "section",
      { class: "card small", attributes: { "data-job": job.id } },
      element("h3", {}, titleOf(job)),
      statusLine(job),
      ...nextSteps(status).map((step) => button(t(`phone.do.${step}`), () => say(job, step), "plain")),
    );
  };

  const position = positionPart(model);
  const root = element("div", { class: "view" }, jobPart.root, position.root);
  return {
    root,
    update: () => {
      jobPart.update();
      position.update();
    },
  };
};
