import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { Section } from "../fly/section.tsx";
import { HandoverSection } from "./handover-section.tsx";
import { InviteForm } from "./invite-form.tsx";
import { InviteList } from "./invite-list.tsx";
import { QuestionSection } from "./question-section.tsx";
import { useMay } from "./use-may.ts";

/** What is wanted once in a while: ways in for phones, the shift's hand-over, a question to somebody who knows. */
export const MoreTab = () => {
  const t = useTranslate();
  const { incident } = useStores();
  const mayInvite = useMay()({ kind: "incident.invite" });
  const waiting = useStore(
    incident,
    ({ things }) =>
      Object.values(things.handover).filter(({ steps }) => !steps.some(({ step }) => step === "accepted")).length,
  );
  const open = useStore(
    incident,
    ({ things }) => Object.values(things.question).filter(({ fields }) => fields.state === "open").length,
  );
  const count = (n: number) => (n === 0 ? undefined : t("incident.openCount", { n }));
  return (
    <>
      {mayInvite && (
        <Section title={t("invite.title")} open>
          <InviteForm />
          <InviteList />
        </Section>
      )}
      <Section title={t("handover.title")} note={count(waiting)}>
        <HandoverSection />
      </Section>
      <Section title={t("question.title")} note={count(open)}>
        <QuestionSection />
      </Section>
    </>
  );
};
