/** A battery as a bar: how full, and a colour that only repeats what the figure beside it says. */
export const BatteryBar = ({ fraction }: { readonly fraction: number | undefined }) => {
  const level = fraction === undefined ? "idle" : fraction < 0.15 ? "bad" : fraction < 0.3 ? "warn" : "ok";
  return (
    <svg className={`battery-bar state-${level}`} width="26" height="13" viewBox="0 0 26 13" aria-hidden="true">
      <rect x="0.75" y="0.75" width="21.5" height="11.5" rx="2.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <rect x="23.5" y="4" width="2.5" height="5" rx="1" fill="currentColor" />
      {fraction !== undefined && (
        <rect x="2.5" y="2.5" width={Math.max(1.5, 18 * Math.min(1, fraction))} height="8" rx="1" fill="currentColor" />
      )}
    </svg>
  );
};

/** Four bars; `quality` 0 to 1 is the share of messages that arrive. */
export const LinkBars = ({ quality }: { readonly quality: number | undefined }) => {
  const bars = quality === undefined ? 0 : quality > 0.97 ? 4 : quality > 0.9 ? 3 : quality > 0.7 ? 2 : 1;
  return (
    <svg className="link-bars" width="19" height="13" viewBox="0 0 19 13" aria-hidden="true">
      {[0, 1, 2, 3].map((bar) => (
        <rect
          key={bar}
          x={bar * 5}
          y={9 - bar * 3}
          width="3.5"
          height={4 + bar * 3}
          rx="0.75"
          className={bar < bars ? "on" : "off"}
        />
      ))}
    </svg>
  );
};
