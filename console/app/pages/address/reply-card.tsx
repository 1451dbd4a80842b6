import { call } from '../../api/client.ts';
import { type AddressState, explanationDocument } from '../../api/documents.ts';
import { useResource } from '../../api/use-resource.ts';
import { Card } from '../../components/card.tsx';
import { FailureCode } from '../../components/code.tsx';
import { MarkedReply } from '../../components/marked-reply.tsx';
import { Shown } from '../../components/states.tsx';
import { Mono } from '../../components/text.tsx';
import { basisInWords } from '../../format/words.ts';
import { linkTo } from '../../routing.ts';

/** The last SMTP reply, with the words that the deciding rule matched. */
export function ReplyCard({ state }: { readonly state: AddressState }) {
  const { diagnostic, rule } = state;
  const resource = useResource(diagnostic, (signal) =>
    call('/v1/classify', explanationDocument, { method: 'POST', body: { text: diagnostic }, signal }),
  );
  return (
    <Card
      title="Last reply"
      note="As the receiver wrote it, addresses removed. Marked: what the rule matched."
      actions={<a href={linkTo('codes', '', { reply: diagnostic })}>Try it against the rules</a>}
    >
      <Shown resource={resource} lines={2}>
        {(explanation) => {
          const deciding = explanation.matched.find((match) => match.rule === rule) ?? explanation.matched[0];
          return (
            <>
              <MarkedReply reply={explanation.reply} spans={deciding?.spans ?? []} />
              <p class="note">
                <FailureCode code={explanation.code} /> by <Mono text={explanation.rule} />, from{' '}
                {basisInWords(explanation.basis)}
              </p>
            </>
          );
        }}
      </Shown>
    </Card>
  );
}
