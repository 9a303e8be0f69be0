import { Component, type ReactNode } from "react";
import { useTranslate } from "../stores/stores-context.tsx";

interface GuardProps {
  readonly children: ReactNode;
}

/**
 * Keeps a part of the screen that fails to itself: a mistake in a list must never take hold, return and emergency stop away.
 * What failed says so in its place and can be shown anew; nothing that the stores hold is lost.
 */
export class Guard extends Component<GuardProps, { readonly failed: unknown }> {
  override state = { failed: undefined };

  static getDerivedStateFromError(error: unknown): { readonly failed: unknown } {
    return { failed: error ?? "?" };
  }

  override render(): ReactNode {
    const { failed } = this.state;
    if (failed === undefined) return this.props.children;
    return <Failed detail={String(failed)} onAgain={() => this.setState({ failed: undefined })} />;
  }
}

const Failed = ({ detail, onAgain }: { readonly detail: string; readonly onAgain: () => void }) => {
  const t = useTranslate();
  return (
    <section className="panel failed-part" role="alert">
      <p>
        <strong>{t("guard.title")}</strong> {t("guard.tip")}
      </p>
      <p className="detail">{detail}</p>
      <button type="button" className="button" onClick={onAgain}>
        {t("guard.again")}
      </button>
    </section>
  );
};
