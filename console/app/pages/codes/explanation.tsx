import type { Explanation, RulesPreview } from '../../api/documents.ts';
import { Badge } from '../../components/badge.tsx';
import { FailureCode } from '../../components/code.tsx';
import { MarkedReply } from '../../components/marked-reply.tsx';
import { Table } from '../../components/table.tsx';
import { Mono, Untrusted } from '../../components/text.tsx';
import { visible } from '../../format/visible.ts';
import { basisInWords, groupInWords } from '../../format/words.ts';

/** Bases of a rule that the operator wrote. */
const CUSTOM_BASES: ReadonlySet<string> = new Set(['operator', 'custom']);

/** A classification: the code, the rule, the words it matched, and what else matched. */
export function ExplanationView({ explanation }: { readonly explanation: Explanation }) {
  const { code, group, rule, basis, conflict, reply, replyCode, status, matched } = explanation;
  const shipped = CUSTOM_BASES.has(basis)
    ? matched.find((match) => !CUSTOM_BASES.has(match.basis))
    : undefined;
  return (
    <section class="explanation" aria-label="Classification">
      <p class="explanation-code">
        <FailureCode code={code} /> <Badge tone="neutral">{groupInWords(group)}</Badge>
      </p>
      <MarkedReply reply={reply} spans={matched.find((match) => match.rule === rule)?.spans ?? []} />
      <dl class="facts">
        <div>
          <dt>Rule</dt>
          <dd>
            <Mono text={rule} />
          </dd>
        </div>
        <div>
          <dt>Decided by</dt>
          <dd>{basisInWords(basis)}</dd>
        </div>
        {replyCode === '' ? null : (
          <div>
            <dt>Reply code</dt>
            <dd>{visible(replyCode)}</dd>
          </div>
        )}
        {status === '' ? null : (
          <div>
            <dt>Enhanced status</dt>
            <dd>{visible(status)}</dd>
          </div>
        )}
        {conflict === undefined ? null : (
          <div>
            <dt>The ESP says</dt>
            <dd>
              <FailureCode code={conflict.code} />
            </dd>
          </div>
        )}
        {shipped === undefined ? null : (
          <div>
            <dt>Without your rules</dt>
            <dd>
              <FailureCode code={shipped.code} /> by <Mono text={shipped.rule} />
            </dd>
          </div>
        )}
      </dl>
      {matched.length < 2 ? null : (
        <Table
          caption="Every rule that matched, the deciding one first"
          captionShown
          rows={matched}
          keyOf={({ rule: name }, index) => `${index} ${name}`}
          columns={[
            { title: 'Rule', heading: true, cell: ({ rule: name }) => <Mono text={name} /> },
            { title: 'Code', cell: (match) => <FailureCode code={match.code} /> },
            { title: 'From', cell: (match) => basisInWords(match.basis) },
            {
              title: 'Matched',
              cell: ({ spans }) => (
                <Untrusted text={spans.map(({ start, end }) => reply.slice(start, end)).join(' … ')} />
              ),
            },
          ]}
        />
      )}
    </section>
  );
}

interface RulesComparisonProps {
  readonly preview: RulesPreview;
  /** By the rules that the ledger has now. */
  readonly deployed: Explanation;
}

/** What the rules in the form would change. */
export function RulesComparison({ preview, deployed }: RulesComparisonProps) {
  const { explanation, shipped, errors } = preview;
  if (explanation === null) {
    return (
      <section class="explanation" aria-label="Errors of your rules">
        <h3>Your rules cannot be used yet</h3>
        <ul>
          {errors.map(({ line, message }) => (
            <li key={line}>
              <Untrusted text={message} />
            </li>
          ))}
        </ul>
      </section>
    );
  }
  const custom = CUSTOM_BASES.has(explanation.basis);
  return (
    <section class="explanation" aria-label="Your rules">
      <h3>With the rules above</h3>
      <p>
        {custom
          ? explanation.code === deployed.code
            ? 'One of your rules decides, with the same code as now.'
            : 'One of your rules decides, and changes the code.'
          : 'None of your rules matches this reply.'}
      </p>
      <Table
        caption="The code now, with your rules, and by the shipped rules alone"
        rows={[
          { name: 'Now', is: deployed },
          { name: 'With the rules above', is: explanation },
          { name: 'Shipped rules alone', is: shipped },
        ]}
        keyOf={({ name }) => name}
        columns={[
          { title: 'Rules', heading: true, cell: ({ name }) => name },
          { title: 'Code', cell: ({ is }) => <FailureCode code={is.code} /> },
          { title: 'Rule', cell: ({ is }) => <Mono text={is.rule} /> },
          {
            title: 'Matched',
            cell: ({ is }) => (
              <Untrusted
                text={(is.matched.find(({ rule }) => rule === is.rule)?.spans ?? [])
                  .map(({ start, end }) => is.reply.slice(start, end))
                  .join(' … ')}
              />
            ),
          },
        ]}
      />
    </section>
  );
}
