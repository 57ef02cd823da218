// Signs in automatically for the demo: only in a build that was not packaged, and only to a server on this very machine.
import * as v from 'valibot';

const demoSchema = v.strictObject({ server: v.string(), username: v.string(), password: v.string() });
export type DemoSignIn = v.InferOutput<typeof demoSchema>;

function isLoopback(server: string): boolean {
  if (!URL.canParse(server)) return false;
  const { protocol, hostname } = new URL(server);
  return /^https?:$/u.test(protocol) && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
}

/**
 * Reads the environment variable SIDETONE_DEMO_SIGN_IN, a JSON object of server, username and password.
 * @returns null when it is absent or malformed, when the app is packaged, or when the server is not loopback
 */
export function demoSignIn(
  environment: Readonly<Record<string, string | undefined>>,
  isPackaged: boolean,
): DemoSignIn | null {
  const text = environment['SIDETONE_DEMO_SIGN_IN'];
  if (isPackaged || text === undefined) return null;
  try {
    const parsed = v.safeParse(demoSchema, JSON.parse(text));
    return parsed.success && isLoopback(parsed.output.server) ? parsed.output : null;
  } catch {
    return null;
  }
}
