// Every route of the admin API, and the one that describes them.
import Type from 'typebox';
import { accept } from '../kernel/outcome.ts';
import { adminDocument } from './openapi.ts';
import { type AdminDeps, type Route, route } from './route.ts';
import { applicationRoutes } from './routes/applications.ts';
import { appRoutes } from './routes/apps.ts';
import { activationCodeRoutes } from './routes/activation-codes.ts';
import { auditRoutes } from './routes/audit.ts';
import { channelRoutes } from './routes/channels.ts';
import { fileRoutes } from './routes/files.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { mandateRoutes } from './routes/mandates.ts';
import { merchantRoutes } from './routes/merchants.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { storeRoutes } from './routes/stores.ts';
import { terminalRoutes } from './routes/terminals.ts';
import { unsettledRoutes } from './routes/unsettled.ts';
import { vendorRoutes } from './routes/vendors.ts';

export function adminRoutes(deps: AdminDeps): readonly Route[] {
  const routes: readonly Route[] = [
    ...merchantRoutes(deps),
    ...appRoutes(deps),
    ...vendorRoutes(deps),
    ...storeRoutes(deps),
    ...activationCodeRoutes(deps),
    ...terminalRoutes(deps),
    ...applicationRoutes(deps),
    ...channelRoutes(deps),
    ...ledgerRoutes(deps),
    ...notificationRoutes(deps),
    ...unsettledRoutes(deps),
    ...mandateRoutes(deps),
    ...fileRoutes(deps),
    ...auditRoutes(deps),
    route({
      method: 'GET',
      path: '/openapi.json',
      summary: 'Describes this API.',
      answer: Type.Record(Type.String(), Type.Unknown(), { description: 'OpenAPI 3.1.' }),
      act: async () => accept(adminDocument(routes)),
    }),
  ];
  return routes;
}
