#!/usr/bin/env bash
# @aws-sdk/client-eventbridge 3.1164.0: asked for FIPS and dual-stack endpoints, the client gives `events-fips.` in the
# commercial Regions, and a name without `-fips` in GovCloud; DynamoDB and SQS give `-fips` in GovCloud as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @aws-sdk/client-eventbridge@3.1164.0 @aws-sdk/client-sqs@3.1164.0
cat > endpoints.mjs <<'JS'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
const endpoint = (Client, region) =>
  new Client({ region }).config.endpointProvider({ Region: region, UseFIPS: true, UseDualStack: true }).url.host;
for (const region of ['us-east-1', 'us-gov-west-1']) {
  console.log(endpoint(EventBridgeClient, region), endpoint(SQSClient, region));
}
JS
seen=$(node endpoints.mjs)
echo "$seen"
[ "$seen" = 'events-fips.us-east-1.api.aws sqs-fips.us-east-1.api.aws
events.us-gov-west-1.api.aws sqs-fips.us-gov-west-1.api.aws' ]
