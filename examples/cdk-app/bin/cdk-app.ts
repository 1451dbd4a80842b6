#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib';
import { MailStack } from '../lib/mail-stack';

const app = new cdk.App();
new MailStack(app, 'MailStack');
