// The APIs that are documented, each with its OpenAPI document.
import { adminDocument } from '../../admin/openapi.ts';
import type { AdminDeps } from '../../admin/route.ts';
import { adminRoutes } from '../../admin/routes.ts';
import { bluepayDocument } from '../../dialects/bluepay/openapi.ts';
import { paycoolsDocument } from '../../dialects/paycools/openapi.ts';
import { upayDocument } from '../../dialects/upay/openapi.ts';
import type { OpenApiDocument } from '../../kernel/openapi.ts';

/** By the name under which it is served. `server` is the address under which the gateway is reached. */
export function documentsOf(admin: AdminDeps): ReadonlyMap<string, (server: string) => OpenApiDocument> {
  return new Map([
    ['paycools', paycoolsDocument],
    ['bluepay-v1', (server) => bluepayDocument('v1', server)],
    ['bluepay-v2', (server) => bluepayDocument('v2', server)],
    ['upay', upayDocument],
    ['admin', (server) => adminDocument(adminRoutes(admin), server)],
  ]);
}
