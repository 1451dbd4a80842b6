#!/usr/bin/env bash
# aws-cdk-lib 2.276.0: an HttpLambdaIntegration is made with an id and may serve many routes. Its resource lies in the scope of
# the route that uses it first, and so has the name of that route in its logical id: a route that is added before the others
# gives the integration another logical id, which is another resource to CloudFormation.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent aws-cdk-lib@2.276.0 constructs@10.8.1
cat > app.js <<'JS'
const { App, Stack } = require('aws-cdk-lib');
const { HttpApi, HttpMethod } = require('aws-cdk-lib/aws-apigatewayv2');
const { HttpLambdaIntegration } = require('aws-cdk-lib/aws-apigatewayv2-integrations');
const { Function: LambdaFunction } = require('aws-cdk-lib/aws-lambda');
const { Template } = require('aws-cdk-lib/assertions');
const integrationOf = (paths) => {
  const stack = new Stack(new App(), 'S');
  const api = new HttpApi(stack, 'Api');
  const lambda = LambdaFunction.fromFunctionArn(stack, 'F', 'arn:aws:lambda:eu-west-1:111122223333:function:f');
  const integration = new HttpLambdaIntegration('Own', lambda);
  for (const path of paths) api.addRoutes({ path, methods: [HttpMethod.GET], integration });
  const ids = Object.keys(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Integration'));
  return ids.map((one) => one.replace(/[0-9A-F]{8}$/, '')).join(' ');
};
console.log(`${integrationOf(['/a', '/b'])}\n${integrationOf(['/a', '/b', '/new'])}\n${integrationOf(['/new', '/a', '/b'])}`);
JS
seen=$(node app.js)
echo "$seen"
[ "$seen" = $'ApiGETaOwn\nApiGETaOwn\nApiGETnewOwn' ]
