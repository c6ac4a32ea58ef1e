/** Text of an XML element or a tree of them; arrays repeat the element. */
export type Xml =
  string | number | boolean | undefined | readonly Xml[] | { readonly [element: string]: Xml };

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"\r]/g, (char) => ESCAPES[char] ?? char);

const element = (name: string, value: Xml): string => {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((entry: Xml) => element(name, entry)).join('');
  const inner =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([child, content]) => element(child, content))
          .join('')
      : escapeXml(String(value));
  return `<${name}>${inner}</${name}>`;
};

/** A document; `namespace` becomes the root's xmlns. */
export function writeXml(root: string, content: Xml, namespace?: string): string {
  const body = element(root, content);
  const opening = namespace ? `<${root} xmlns="${namespace}">` : `<${root}>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${opening}${body.slice(root.length + 2)}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};
const unescapeXml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, named) => {
    if (hex) return String.fromCodePoint(parseInt(String(hex), 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return ENTITIES[String(named)] ?? String(all);
  });

/** Inner texts of every `<name>` element, as written: enough for the flat documents that S3 clients send. */
export const elementsOf = (xml: string, name: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map(
    (match) => match[1] ?? '',
  );
/** Decoded text of the first `<name>` element. */
export const elementText = (xml: string, name: string): string | undefined => {
  const inner = elementsOf(xml, name)[0];
  return inner === undefined ? undefined : unescapeXml(inner);
};
