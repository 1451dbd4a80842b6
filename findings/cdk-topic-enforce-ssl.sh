#!/usr/bin/env bash
# aws-cdk-lib 2.276.0: a Topic without options has no TopicPolicy, so the default policy of SNS admits CloudWatch of the
# same account. With `enforceSSL: true` the topic gets a policy of its own, which replaces the default one and holds a Deny
# alone; SnsAction adds no statement for CloudWatch, so alarms of the account can no longer publish to the topic.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent aws-cdk-lib@2.276.0 constructs@10.8.1
cat > app.js <<'JS'
const { App, Stack } = require('aws-cdk-lib');
const { Alarm, Metric } = require('aws-cdk-lib/aws-cloudwatch');
const { SnsAction } = require('aws-cdk-lib/aws-cloudwatch-actions');
const { Topic } = require('aws-cdk-lib/aws-sns');
const { Template } = require('aws-cdk-lib/assertions');
const policiesOf = (props) => {
  const stack = new Stack(new App(), 'S');
  const topic = new Topic(stack, 'Topic', props);
  new Alarm(stack, 'Alarm', {
    metric: new Metric({ namespace: 'n', metricName: 'm' }),
    threshold: 1,
    evaluationPeriods: 1,
  }).addAlarmAction(new SnsAction(topic));
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::SNS::TopicPolicy'));
  return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement.map(({ Effect }) => Effect));
};
console.log(JSON.stringify({ plain: policiesOf({}), enforceSSL: policiesOf({ enforceSSL: true }) }));
JS
seen=$(node app.js)
echo "$seen"
[ "$seen" = '{"plain":[],"enforceSSL":["Deny"]}' ]
