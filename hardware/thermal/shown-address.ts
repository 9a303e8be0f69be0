/** Names of query fields that cameras take passwords in. */
const secretField = /^(pass|passwd|password|pwd|psw|secret|token|key|auth|sign)/i;

/** An address as it may be shown, logged and kept in records: without passwords. Never throws. */
export const shownAddress = (uri: string): string =>
  uri
    .replace(/^([a-z0-9+.-]+:\/\/)([^/?#]*)@/i, (_whole, scheme: string, user: string) => {
      const name = user.split(":")[0] ?? "";
      return `${scheme}${name === "" ? "" : `${name}${user.includes(":") ? ":***" : ""}@`}`;
    })
    .replace(/([?&])([^=&#]+)=([^&#]*)/g, (whole, mark: string, field: string) =>
      secretField.test(field) ? `${mark}${field}=***` : whole,
    );
