#!/bin/sh
# Runs inside the emulator's image when it listens, and before it is healthy.
set -eu
awslocal sqs create-queue --queue-name orders
TOPIC_ARN=$(awslocal sns create-topic --name order--created --query TopicArn --output text)
awslocal sns subscribe --topic-arn "$TOPIC_ARN" --protocol sqs --notification-endpoint arn:aws:sqs:us-east-1:000000000000:orders
