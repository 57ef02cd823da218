// Ports of a core that can be killed: from that moment on nothing it wanted happens any more, as after kill -9.
import type { Clock, Files, Ports } from '../../src/main/core/platform/ports.ts';
import type { UcxClient } from '../../src/main/core/ucx/client-types.ts';

const forever = new Promise<never>(() => undefined);

export class Mortal {
  private alive = true;

  kill(): void {
    this.alive = false;
  }

  clock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      timer: (ms, callback) =>
        clock.timer(ms, () => {
          if (this.alive) callback();
        }),
    };
  }

  /** Each method does nothing once dead, and its answer never comes. */
  private wrap<T extends object>(object: T): T {
    return new Proxy(object, {
      get: (target, name, receiver) => {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== 'function') return member;
        return (...input: unknown[]): unknown => {
          if (!this.alive) return forever;
          const answer: unknown = Reflect.apply(member, target, input);
          return answer instanceof Promise ? this.whileAlive(answer) : answer;
        };
      },
    });
  }

  private async whileAlive<T>(answer: Promise<T>): Promise<T> {
    try {
      const value = await answer;
      return this.alive ? value : await forever;
    } catch (error) {
      if (this.alive) throw error;
      return forever;
    }
  }

  files(files: Files): Files {
    return this.wrap(files);
  }

  client(client: UcxClient): UcxClient {
    return this.wrap(client);
  }

  ports(ports: Ports): Ports {
    return { ...ports, clock: this.clock(ports.clock), files: this.files(ports.files) };
  }
}
