// 3b.18, 1 Relationship proof file: POST /open-api/v1/file/upload. Keeps a paper that proves what a receiver is to the merchant.
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { readBase64, typeOfBytes } from '../../uploads.ts';
import { defineOperation } from '../operation.ts';
import { oneOf, text } from '../schemas.ts';
import { proofAnswer } from './split-answer-types.ts';

const longestFileBytes = 5 * 1_048_576;

/** Such a file in base64, with line breaks and slashes that are escaped twice, and the envelope. */
const longestBodyBytes = 7_600_000;

export const uploadProof = defineOperation({
  path: '/open-api/v1/file/upload',
  versions: ['v2'],
  summary: 'Keeps a paper that proves what a receiver is to the merchant.',
  longestBodyBytes,
  fields: Type.Object({
    businessType: oneOf(['SPLIT_PAYMENT_RECEIVER_RELATION']),
    fileName: text(128),
    fileContent: text(longestBodyBytes),
  }),
  answer: proofAnswer,
  async handle({ merchant, fields }, { directory }) {
    const { fileName, fileContent } = fields;
    const bytes = readBase64(fileContent);
    if (!bytes) return refuse('request_malformed', 'fileContent must be base64');
    if (bytes.length > longestFileBytes) return refuse('request_malformed', 'fileContent must have at most 5 MB');
    const type = typeOfBytes(bytes);
    if (type === undefined || type === 'image/gif')
      return refuse('request_malformed', 'fileContent must be a jpg, png or pdf');
    const fileId = await directory.files.keep({ merchantId: merchant.id, name: fileName, type, bytes });
    return accept({ fileId });
  },
});
