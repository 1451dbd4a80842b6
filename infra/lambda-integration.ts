import {
  HttpIntegrationType,
  HttpRouteIntegration,
  type HttpRouteIntegrationConfig,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/**
 * Sends routes to a function. The API has one permission for all of them: a function's policy has room for some sixty,
 * and `HttpLambdaIntegration` adds one for each route in the older releases of CDK that are supported.
 */
export class LambdaIntegration extends HttpRouteIntegration {
  readonly #lambda: IFunction;

  /** @param apiArn of every stage, method and path: `arn:aws:execute-api:<region>:<account>:<api>/*` */
  constructor(id: string, lambda: IFunction, apiArn: string) {
    super(id);
    this.#lambda = lambda;
    lambda.addPermission('Api', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: apiArn,
    });
  }

  override bind(): HttpRouteIntegrationConfig {
    return {
      type: HttpIntegrationType.AWS_PROXY,
      uri: this.#lambda.functionArn,
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
    };
  }
}
