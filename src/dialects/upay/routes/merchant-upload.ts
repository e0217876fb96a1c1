// 3.13 Onboarding: POST /v2/merchant/upload. Keeps a picture of papers or premises and answers the address under which it is seen.
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { readBase64 } from '../../uploads.ts';
import { onboardedAnswer } from '../answers.ts';
import { onboarded, onboardingRefused } from '../merchant-replies.ts';
import { vendorOperation } from '../operation.ts';
import { longestPictureBytes, pictureTypeOf } from '../picture.ts';
import { text } from '../schemas.ts';

/** A picture of 1 MB in base64, with line breaks and its field's name. */
const longestBodyBytes = 1_450_000;

export const merchantUpload = vendorOperation({
  path: '/v2/merchant/upload',
  summary: 'Keeps a picture of papers or premises, and says where it is seen.',
  answer: onboardedAnswer(Type.String()),
  fields: Type.Object({ file: text(longestBodyBytes, { description: '应为base64编码的图片' }) }),
  longestBodyBytes,
  async handle({ vendor, fields }, { directory, baseUrl }) {
    const bytes = readBase64(fields.file);
    if (!bytes) return refuse('request_malformed', 'file应为base64编码的图片');
    if (bytes.length > longestPictureBytes) return onboardingRefused('413', '图片不得超过1MB');
    const type = pictureTypeOf(bytes);
    if (!type) return refuse('request_malformed', 'file应为PNG、JPEG或GIF图片');
    const name = await directory.applications.keepPicture(vendor.id, bytes, type);
    return onboarded(`${baseUrl()}/upay/files/${name}`);
  },
});
