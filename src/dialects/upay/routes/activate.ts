// POST /terminal/activate: a device becomes a terminal of the store whose code it has (upay.md 3.1).
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import type { ActivationProblem } from '../../../engine/terminals.ts';
import { credentialsAnswer } from '../answers.ts';
import { aboutDevice, credentialsOf, deviceAbout } from '../credentials.ts';
import { vendorOperation } from '../operation.ts';
import { businessFields } from '../reply.ts';
import { numeral, text } from '../schemas.ts';
import { settingsOf } from '../settings.ts';

export const activate = vendorOperation({
  path: '/terminal/activate',
  summary: 'Makes a device a terminal of the store whose activation code it has.',
  answer: credentialsAnswer,
  fields: Type.Object({
    app_id: numeral(32),
    code: numeral(32),
    device_id: text(128),
    client_sn: Type.Optional(numeral(50)),
    name: Type.Optional(text(128)),
    ...deviceAbout,
  }),
  async handle({ vendor, fields }, { directory }) {
    const { app_id: appId, code, device_id: deviceId, client_sn: reference = '', name = '' } = fields;
    const app = await directory.findApp(appId);
    // Another vendor's app is as unknown as none.
    const isOwn = app?.dialect === 'upay' && app.vendorId === vendor.id && app.enabled;
    const merchant = isOwn ? await directory.findMerchant(app.merchantId) : undefined;
    if (!isOwn || !merchant) return refuse('request_malformed', problems.app_unknown);
    const activated = await directory.terminals.activate({
      vendorId: vendor.id,
      appId,
      code,
      deviceId,
      reference,
      name,
      about: aboutDevice(fields),
      oneTerminalPerDevice: settingsOf(app).strictDevice,
    });
    if (!activated.ok) return refuse('request_malformed', problems[activated.reason]);
    return businessFields(credentialsOf({ ...activated.value, merchant }));
  },
});

/** No code of its own stands for any of them (upay.md 7, Q8). */
const problems: Readonly<Record<ActivationProblem, string>> = {
  app_unknown: 'app_id不存在',
  code_unknown: 'code激活码不存在',
  code_expired: 'code激活码已过期',
  code_used_up: 'code激活码已用完',
  reference_repeated: 'client_sn已存在',
  device_repeated: 'device_id已激活过终端',
};
