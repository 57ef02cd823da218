// What a program and all its children cost, as the kernel of Linux counts it (proc(5)).
import { readdirSync, readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';

/** Ticks of the processor's time in a second. */
const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

type Stat = { readonly parent: number; readonly cpuMs: number };

/** Null where the process has ended. */
function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The name in brackets may hold anything; what follows it is counted from the state.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, parent = 0] = fields;
    return { parent, cpuMs: (((fields[11] ?? 0) + (fields[12] ?? 0)) / ticks) * 1000 };
  } catch {
    return null;
  }
}

/** A process and everything that it has started and that still runs. */
function treeOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const stat = Number.isInteger(pid) ? statOf(pid) : null;
    if (stat !== null) parents.set(pid, stat.parent);
  }
  const tree = [root];
  for (const member of tree) for (const [pid, parent] of parents) if (parent === member) tree.push(pid);
  return tree;
}

/** What a process is for, by its command line; Chromium writes its own anew, with spaces in between. */
function roleOf(pid: number): string {
  try {
    const line = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' ');
    const type = /--type=(\S+)/u.exec(line)?.[1];
    const service = /--utility-sub-type=(\w+)/u.exec(line)?.[1];
    if (type !== undefined) return service ?? type;
    return line.includes('--user-data-dir=') ? 'main' : (/^\S*?([^/\s]+)(?:\s|$)/u.exec(line)?.[1] ?? 'other');
  } catch {
    return 'ended';
  }
}

/** Proportional set size (kB): memory shared with others counts by its share. */
function pssOf(pid: number): number {
  try {
    const text = readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB/mu.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function filesOf(pid: number): number {
  try {
    return readdirSync(`/proc/${String(pid)}/fd`).length;
  } catch {
    return 0;
  }
}

export type ProcessCost = {
  readonly role: string;
  readonly cpuMs: number;
  readonly pssKb: number;
  readonly files: number;
};

/** All processes of a program by now, each by its number. */
export function costOf(root: number): Map<number, ProcessCost> {
  return new Map(
    treeOf(root).map((pid) => [
      pid,
      { role: roleOf(pid), cpuMs: statOf(pid)?.cpuMs ?? 0, pssKb: pssOf(pid), files: filesOf(pid) },
    ]),
  );
}

export type Spent = {
  /** Processor time in milliseconds between two looks; a process that came counts whole. */
  readonly cpuMs: number;
  /** At the second look. */
  readonly pssKb: number;
  readonly byRole: Readonly<Record<string, { readonly cpuMs: number; readonly pssKb: number; readonly files: number }>>;
};

export function spentBetween(before: Map<number, ProcessCost>, after: Map<number, ProcessCost>): Spent {
  const byRole: Record<string, { cpuMs: number; pssKb: number; files: number }> = {};
  for (const [pid, { role, cpuMs, pssKb, files }] of after) {
    const sum = (byRole[role] ??= { cpuMs: 0, pssKb: 0, files: 0 });
    sum.cpuMs += cpuMs - (before.get(pid)?.cpuMs ?? 0);
    sum.pssKb += pssKb;
    sum.files += files;
  }
  const all = Object.values(byRole);
  return {
    cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    pssKb: all.reduce((sum, { pssKb }) => sum + pssKb, 0),
    byRole,
  };
}
