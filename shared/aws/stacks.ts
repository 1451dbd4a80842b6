/** CloudFormation: what a deployed stack says about itself. */
import { type AwsConnection, callAws } from './connection.ts';
import { textsOf } from './xml.ts';

/** The outputs of a stack, by key. @throws AwsError with code `ValidationError` when there is no such stack. */
export async function readStackOutputs(
  connection: AwsConnection,
  stack: string,
): Promise<ReadonlyMap<string, string>> {
  const { body } = await callAws(connection, {
    service: 'cloudformation',
    action: 'DescribeStacks',
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      Action: 'DescribeStacks',
      Version: '2010-05-15',
      StackName: stack,
    }).toString(),
  });
  const outputs = body
    .toString()
    .split('</member>')
    .flatMap((member) => {
      const [key] = textsOf(member, 'OutputKey');
      return key === undefined ? [] : [[key, textsOf(member, 'OutputValue')[0] ?? ''] as const];
    });
  return new Map(outputs);
}
