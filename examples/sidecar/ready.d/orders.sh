#!/bin/sh
# Runs inside the emulator's image when it listens, and before it is healthy. There is no AWS CLI in there: the Query protocol needs none.
set -eu
ask() { wget -q -O - --post-data "$1" "$AWS_ENDPOINT_URL/"; echo; }

ask 'Action=CreateQueue&Version=2012-11-05&QueueName=orders'
ask 'Action=CreateTopic&Version=2010-03-31&Name=order--created'
ask 'Action=Subscribe&Version=2010-03-31&TopicArn=arn:aws:sns:us-east-1:000000000000:order--created&Protocol=sqs&Endpoint=arn:aws:sqs:us-east-1:000000000000:orders'
