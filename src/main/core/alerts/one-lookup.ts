// Looks up names of hosts one at a time. Each lookup takes one of Node's four threads for files, names and the keychain
// (https://nodejs.org/api/dns.html#dnslookup), and a name server that does not answer keeps it for half a minute: two receivers with such
// names must not hold what a pause needs.
import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

export function oneLookup(find: typeof lookup = lookup): LookupFunction {
  let last: Promise<void> = Promise.resolve();
  return (hostname, options, callback) => {
    const found = last.then(
      () =>
        new Promise<void>((resolve) => {
          find(hostname, options, (error, address, family) => {
            resolve();
            callback(error, address, family);
          });
        }),
    );
    last = found;
  };
}
