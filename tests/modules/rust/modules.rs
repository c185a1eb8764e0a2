//! The modules of Testcontainers for Rust for LocalStack, DynamoDB Local and ElasticMQ start the image: UNDERSTUDY_IMAGE names it.
#![cfg(test)]

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType};
use aws_sdk_sqs::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_sqs::types::QueueAttributeName;
use aws_smithy_http_client::Builder;
use testcontainers_modules::testcontainers::bollard::models::PortBinding;
use testcontainers_modules::testcontainers::runners::AsyncRunner;
use testcontainers_modules::testcontainers::{ContainerAsync, Image, ImageExt};
use testcontainers_modules::{dynamodb_local::DynamoDb, elasticmq::ElasticMq, localstack::LocalStack};

/// Starts the image as if it were the module's own, and returns it with its endpoint.
async fn start(module: impl Image, port: u16) -> (ContainerAsync<impl Image>, String) {
    let image = std::env::var("UNDERSTUDY_IMAGE").unwrap();
    let (name, tag) = image.rsplit_once(':').unwrap();
    let container = module
        .with_name(name)
        .with_tag(tag)
        .with_host_config_modifier(move |host| {
            // All ports that the image exposes are published; podman names no address for these, and the client wants one.
            let here = PortBinding { host_ip: Some("127.0.0.1".into()), host_port: None };
            host.port_bindings = Some(HashMap::from([(format!("{port}/tcp"), Some(vec![here]))]));
        })
        .start()
        .await
        .unwrap();
    let endpoint = format!("http://127.0.0.1:{}", container.get_host_port_ipv4(port).await.unwrap());
    (container, endpoint)
}

/// A client of one service.
macro_rules! client {
    ($service:ident, $endpoint:expr) => {
        $service::Client::from_conf(
            $service::Config::builder()
                .behavior_version(BehaviorVersion::latest())
                .http_client(Builder::new().build_http())
                .endpoint_url($endpoint)
                .region(Region::new("us-east-1"))
                .credentials_provider(Credentials::new("test", "test", None, None, "test"))
                .build(),
        )
    };
}

async fn create_table(dynamodb: &aws_sdk_dynamodb::Client) {
    let definition = AttributeDefinition::builder().attribute_name("id").attribute_type(ScalarAttributeType::S);
    let key = KeySchemaElement::builder().attribute_name("id").key_type(KeyType::Hash);
    dynamodb
        .create_table()
        .table_name("orders")
        .attribute_definitions(definition.build().unwrap())
        .key_schema(key.build().unwrap())
        .billing_mode(BillingMode::PayPerRequest)
        .send()
        .await
        .unwrap();
}

async fn put(dynamodb: &aws_sdk_dynamodb::Client, id: &str, article: &str) {
    let request = dynamodb.put_item().table_name("orders").item("id", AttributeValue::S(id.into()));
    request.item("article", AttributeValue::S(article.into())).send().await.unwrap();
}

async fn article(dynamodb: &aws_sdk_dynamodb::Client, id: &str) -> String {
    let request = dynamodb.get_item().table_name("orders").key("id", AttributeValue::S(id.into()));
    let item = request.send().await.unwrap().item.unwrap();
    item["article"].as_s().unwrap().clone()
}

#[tokio::test]
async fn what_is_published_goes_through_a_queue_into_a_table() {
    let (_container, endpoint) = start(LocalStack::default(), 4566).await;
    let (sns, sqs, dynamodb) =
        (client!(aws_sdk_sns, &endpoint), client!(aws_sdk_sqs, &endpoint), client!(aws_sdk_dynamodb, &endpoint));

    let queue = sqs.create_queue().queue_name("orders").send().await.unwrap().queue_url.unwrap();
    assert_eq!(sqs.list_queues().send().await.unwrap().queue_urls(), [queue.as_str()]);
    let request = sqs.get_queue_attributes().queue_url(&queue).attribute_names(QueueAttributeName::QueueArn);
    let attributes = request.send().await.unwrap().attributes.unwrap();
    let topic = sns.create_topic().name("order--placed").send().await.unwrap().topic_arn.unwrap();
    sns.subscribe()
        .topic_arn(&topic)
        .protocol("sqs")
        .endpoint(&attributes[&QueueAttributeName::QueueArn])
        .attributes("RawMessageDelivery", "true")
        .send()
        .await
        .unwrap();
    create_table(&dynamodb).await;

    sns.publish().topic_arn(&topic).message("tea").send().await.unwrap();
    let messages = sqs.receive_message().queue_url(&queue).wait_time_seconds(20).send().await.unwrap().messages.unwrap();
    assert_eq!(messages.len(), 1);
    put(&dynamodb, "1", messages[0].body().unwrap()).await;
    sqs.delete_message().queue_url(&queue).receipt_handle(messages[0].receipt_handle().unwrap()).send().await.unwrap();
    assert_eq!(article(&dynamodb, "1").await, "tea");
}

#[tokio::test]
async fn it_passes_for_dynamodb_local() {
    let (_container, endpoint) = start(DynamoDb::default(), 8000).await;
    let dynamodb = client!(aws_sdk_dynamodb, &endpoint);
    create_table(&dynamodb).await;
    assert_eq!(dynamodb.list_tables().send().await.unwrap().table_names(), ["orders"]);
    put(&dynamodb, "1", "tea").await;
    assert_eq!(article(&dynamodb, "1").await, "tea");
}

#[tokio::test]
async fn it_passes_for_elasticmq() {
    let (_container, endpoint) = start(ElasticMq::default(), 9324).await;
    let sqs = client!(aws_sdk_sqs, &endpoint);
    assert!(sqs.list_queues().send().await.unwrap().queue_urls().is_empty());
    let queue = sqs.create_queue().queue_name("orders").send().await.unwrap().queue_url.unwrap();
    sqs.send_message().queue_url(&queue).message_body("tea").send().await.unwrap();
    let messages = sqs.receive_message().queue_url(&queue).wait_time_seconds(20).send().await.unwrap().messages.unwrap();
    assert_eq!(messages[0].body(), Some("tea"));
}
