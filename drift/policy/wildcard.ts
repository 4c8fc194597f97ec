/**
 * Whether a string matches a pattern in which `*` stands for any characters. It looks for one part after the other and
 * never goes back: users choose their own names, and a pattern with several `*` must not keep a review busy.
 */
export function wildcard(pattern: string): (text: string) => boolean {
  const [start = "", ...parts] = pattern.split("*");
  const end = parts.pop();
  if (end === undefined) return (text) => text === pattern;
  return (text) => {
    if (!text.startsWith(start)) return false;
    let position = start.length;
    for (const part of parts) {
      const found = text.indexOf(part, position);
      if (found === -1) return false;
      position = found + part.length;
    }
    return text.length - end.length >= position && text.endsWith(end);
  };
}
