/** Is somebody writing or choosing something there, so that letters are theirs? */
export const isTypingIn = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest(
    "input:not([type=checkbox],[type=radio],[type=range]),textarea,select,[contenteditable=true],[role=dialog]",
  ) !== null;
