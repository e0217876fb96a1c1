// POST /terminal/checkin: a terminal gets a new key; the one it signed with, and the newest until now, stay valid (upay.md 3.2).
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { credentialsAnswer } from '../answers.ts';
import { aboutDevice, credentialsOf, deviceAbout } from '../credentials.ts';
import { terminalOperation } from '../operation.ts';
import { businessFields } from '../reply.ts';
import { terminalSn, text } from '../schemas.ts';

export const checkIn = terminalOperation({
  path: '/terminal/checkin',
  summary: 'Gives a terminal a new key.',
  answer: credentialsAnswer,
  fields: Type.Object({ terminal_sn: terminalSn, device_id: text(128), ...deviceAbout }),
  evenDisabled: true,
  renewsKey: true,
  async handle({ terminal, store, merchant, fields }, { directory }) {
    const checkedIn = await directory.terminals.checkIn(terminal.id, fields.device_id, aboutDevice(fields));
    if (checkedIn.ok) return businessFields(credentialsOf({ terminal: checkedIn.value, store, merchant }));
    return checkedIn.reason === 'device_changed'
      ? refuse('app_unknown', '设备已变更，请使用新的激活码重新激活')
      : refuse('app_unknown');
  },
});
