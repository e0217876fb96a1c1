// Applications of future merchants: listed with what they hold of persons masked, and reviewed.
import Type from 'typebox';
import type { Application } from '../../engine/applications.ts';
import { accept } from '../../kernel/outcome.ts';
import { maskFields } from '../mask-fields.ts';
import { refusalOf } from '../refusals.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { closed, Id, MerchantPath, Next, Page, Time } from '../schemas.ts';
import { writePage, writeTime } from '../wire.ts';

const reviewed = ['review', 'identity_review', 'rejected', 'identity_rejected', 'passed'] as const;
const Status = Type.Enum([...reviewed, 'closed']);
const Answer = Type.Object({
  merchantId: Id,
  vendorSn: Type.String(),
  appId: Id,
  reference: Type.String({ description: "The vendor's own number for the merchant." }),
  status: Status,
  problem: Type.String(),
  createdAt: Time,
  fields: Type.Record(Type.String(), Type.Unknown(), {
    description: 'As handed in; identity, contact and card data masked.',
  }),
});

export function applicationRoutes({ directory: { applications } }: AdminDeps): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/applications',
      summary: "Lists applications by their merchant's id; `next` is the id to go on after.",
      query: Type.Object({ ...Page.properties, status: Type.Optional(Status) }, closed),
      answer: Type.Object({ applications: Type.Array(Answer), next: Next }),
      async act({ query: { status, after = '', limit = 100 } }) {
        const listed = await applications.listApplications(status, after, limit);
        return accept(writePage('applications', listed, limit, ({ merchantId }) => merchantId, writeApplication));
      },
    }),
    route({
      method: 'PATCH',
      path: '/applications/{merchantId}',
      summary:
        'Reviews an application: accepted (identity_review, passed) its merchant is active, otherwise suspended.',
      params: MerchantPath,
      body: Type.Object(
        {
          status: Type.Enum([...reviewed]),
          problem: Type.Optional(
            Type.String({
              maxLength: 255,
              pattern: '^[^\\u0000]*$',
              description: 'Why it was rejected; its vendor reads it.',
            }),
          ),
        },
        closed,
      ),
      answer: Answer,
      refusals: {
        400: 'A field is malformed.',
        404: 'There is no such application.',
        409: 'Its vendor has closed it.',
      },
      async act({ params: { merchantId }, body, who }) {
        const review = await applications.reviewApplication(merchantId, body, who);
        return review.ok ? accept(writeApplication(review.value)) : refusalOf(review, merchantId);
      },
    }),
  ];
}

function writeApplication(application: Application): object {
  const { merchantId, vendorId, appId, reference, status, problem, createdAt, fields } = application;
  const whose = { merchantId, vendorSn: vendorId, appId, reference };
  return { ...whose, status, problem, createdAt: writeTime(createdAt), fields: maskFields(fields) };
}
