/** Members by key, keys and members in the order in which they came (Map.groupBy, which Node 20 does not have). */
export function groupBy<T, K>(members: Iterable<T>, key: (member: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const member of members) {
    const name = key(member);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [member]);
    else group.push(member);
  }
  return groups;
}
