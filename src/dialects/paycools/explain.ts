// Tells a developer what the gateway signed over and why a signature fails, by trying the usual mistakes one by one.
import type { App } from '../../core/merchant/merchant.ts';
import type { Explanation, RequestAsSent } from '../../engine/dialect.ts';
import { merchantKeysOf } from '../app-keys.ts';
import { fewestMistakes } from '../fewest-mistakes.ts';
import { queryOf } from '../query.ts';
import { algorithmVariants, signVariants, unexplained, type Verify } from '../rsa-mistakes.ts';
import { textVariants } from './explain-variants.ts';
import { operationsAt, pathPrefixes } from './operations.ts';
import { readBody, readQuery, type Received } from './received.ts';
import { type Member, requestText, verifyRequest } from './signature.ts';

/** Undefined when the path is not of this dialect. */
export async function explain(
  request: RequestAsSent,
  findApp: (appId: string) => Promise<App | undefined>,
): Promise<Explanation | undefined> {
  const path = request.path.split('?', 1)[0] ?? '';
  if (!pathPrefixes.some((prefix) => path.startsWith(prefix))) return undefined;
  const received = readAsSent(request);
  if (!received.ok) return said('', `The request cannot be read: ${received.detail ?? received.reason}.`);
  const signedText = requestText(received.value.members);
  const app = await findApp(received.value.appId);
  if (app?.dialect !== 'paycools') return said(signedText, 'The appId is not one of a PayCools app of this gateway.');
  if (merchantKeysOf(app).length === 0) return said(signedText, 'The app has no RSA public key of 2048 to 4096 bits.');

  const pathVariable = pathVariableOf(request.method, path);
  const { members, sign } = received.value;
  if (verifyRequest(merchantKeysOf(app), members, sign, pathVariable)) {
    const isBare = verifyRequest(merchantKeysOf(app), members, sign);
    const text = isBare || !pathVariable ? signedText : requestText([...members, pathVariable]);
    return { dialect: 'paycools', valid: true, signedText: text, causes: [] };
  }
  return said(signedText, ...causesOf(received.value, request, app, pathVariable));
}

function said(signedText: string, ...causes: string[]): Explanation {
  return { dialect: 'paycools', valid: false, signedText, causes };
}

function readAsSent({ method, path, body }: RequestAsSent) {
  const query = queryOf(path);
  const inQuery = method.toUpperCase() === 'GET' && (body === '' || /(?:^|&)appId=/.test(query));
  return inQuery ? readQuery(query) : readBody(Buffer.from(body, 'utf8'));
}

function pathVariableOf(method: string, path: string): Member | undefined {
  const [found] = operationsAt(path).filter(({ operation }) => operation.method === method.toUpperCase());
  const name = found?.operation.pathVariable;
  return name === undefined || found?.variable === undefined ? undefined : [name, found.variable];
}

/** The fewest mistakes that together make the signature right; when none do, the key. */
function causesOf(received: Received, request: RequestAsSent, app: App, pathVariable: Member | undefined): string[] {
  const secrets = app.callbackSecrets;
  const texts = textVariants(received, { body: request.body, secrets, pathVariable });
  const signs = signVariants(received.sign);
  const { causes, tried } = fewestMistakes<[string, string, Verify]>(
    [texts, signs, algorithmVariants],
    (text, sign, holds) => merchantKeysOf(app).some((key) => holds(key, text, sign)),
  );
  return causes ? [...causes] : unexplained(received.sign, tried, 'callbacks have');
}
