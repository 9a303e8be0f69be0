/** As many as a list of points may have, and as long as each may be. */
const most = 50;
const longest = 400;

/** One point a line, without the dashes and numbers that people put before them. */
export const readLines = (text: string): string[] =>
  text
    .split("\n")
    .flatMap((line) => line.replace(/^\s*(?:[-*•·]|\d{1,2}[.)、])\s*/, "").trim() || [])
    .map((line) => line.slice(0, longest))
    .slice(0, most);
