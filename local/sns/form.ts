/** Reading of the query protocol: `PublishBatchRequestEntries.member.1.Id=…` and the like. */

/** Members of the list `name`, in order; each as what follows its number. */
export function membersOf(form: URLSearchParams, name: string): readonly URLSearchParams[] {
  const members = new Map<number, URLSearchParams>();
  for (const [path, value] of form) {
    const found = path.startsWith(`${name}.`) && /^(\d+)\.(.+)$/.exec(path.slice(name.length + 1));
    if (!found) continue;
    const [, index = '0', rest = ''] = found;
    const member = members.get(Number(index)) ?? new URLSearchParams();
    member.set(rest, value);
    members.set(Number(index), member);
  }
  return [...members].sort(([a], [b]) => a - b).map(([, member]) => member);
}
