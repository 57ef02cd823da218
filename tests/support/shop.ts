// A shop for browsers: pages by their path, on two sites.
import { createServer } from 'node:http';

/** On 127.0.0.1 and, as another site, on localhost. */
export type Shop = {
  readonly port: number;
  readonly at: (place: string) => string;
  readonly elsewhere: (place: string) => string;
};

/** @param pages read at each request; a path that isn't there is an empty page */
async function startShop(pages: Readonly<Record<string, string>>): Promise<Shop & { close(): Promise<void> }> {
  const server = createServer(({ url = '/' }, response) => {
    const body = pages[url.split('?')[0] ?? '/'] ?? '<title>Other page</title>';
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    at: (place) => `http://127.0.0.1:${String(port)}${place}`,
    elsewhere: (place) => `http://localhost:${String(port)}${place}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Use<T> = (value: T) => Promise<void>;

/** Fixtures: a shop, and what it serves. */
export const shopFixtures = {
  pages: async ({}, use: Use<Record<string, string>>): Promise<void> => {
    await use({});
  },
  shop: async ({ pages }: { pages: Record<string, string> }, use: Use<Shop>): Promise<void> => {
    const shop = await startShop(pages);
    await use(shop);
    await shop.close();
  },
};
