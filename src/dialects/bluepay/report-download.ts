// 3.18 and 3b.2 Report: POST /open-api/report/download. The link to a day's statement file, from the next day of the country on (7, rows
// 24 and 25). Both versions are alike, and both name the country.
import { Type } from 'typebox';
import { refuse } from '../../core/reasons.ts';
import { accept } from '../../kernel/outcome.ts';
import { reportAnswer } from './answers.ts';
import { currencyOfCountry } from './countries.ts';
import { defineOperation } from './operation.ts';
import { date, text } from './schemas.ts';

const kinds = { 1: 'payouts', 2: 'payments' } as const;

export const downloadReport = defineOperation({
  path: '/open-api/report/download',
  versions: ['v1', 'v2'],
  summary: "Links to the file of a day's payouts or payments, from the next day on.",
  fields: Type.Object({
    countryCode: text(32),
    transDate: date,
    transType: Type.Enum([1, 2], { type: 'integer', description: 'must be 1 (disbursement) or 2 (payment)' }),
  }),
  answer: reportAnswer,
  async handle({ app, merchant, country, fields }, { statements }) {
    const { transDate: day, transType } = fields;
    const kind = kinds[transType];
    const currency = currencyOfCountry(country);
    const downloadUrl = await statements.findLink({ merchant, currency, day, kind, dialect: app.dialect });
    if (downloadUrl !== undefined) return accept({ downloadUrl });
    return refuse(
      kind === 'payouts' ? 'payout_not_found' : 'payment_not_found',
      'nothing was completed, or it is not over',
    );
  },
});
