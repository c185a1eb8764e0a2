use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::client::Waiters;
use aws_sdk_dynamodb::config::interceptors::BeforeDeserializationInterceptorContextRef;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{AsyncSleep, ConfigBag, Intercept, RuntimeComponents, Sleep, StalledStreamProtectionConfig};
use aws_sdk_dynamodb::error::{BoxError, ProvideErrorMetadata};
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, KeysAndAttributes, Put, PutRequest, ReturnValue,
    ReturnValuesOnConditionCheckFailure, ScalarAttributeType, TransactWriteItem, WriteRequest,
};
use flate2::write::GzEncoder;
use flate2::{Compression, Crc};

use crate::client;
use crate::world::World;

type Item = HashMap<String, AttributeValue>;

const TABLE: &str = "customers";

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

fn number(value: i32) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

fn key(pk: &str, sk: i32) -> Item {
    [("pk".to_owned(), text(pk)), ("sk".to_owned(), number(sk))].into()
}

fn sort_keys(items: &[Item]) -> Vec<i32> {
    items.iter().map(|item| item["sk"].as_n().unwrap().parse().unwrap()).collect()
}

async fn make_table(dynamodb: &Client) {
    let mut request = dynamodb.create_table().table_name(TABLE).billing_mode(BillingMode::PayPerRequest);
    for (name, role, kind) in [("pk", KeyType::Hash, ScalarAttributeType::S), ("sk", KeyType::Range, ScalarAttributeType::N)] {
        request = request
            .key_schema(KeySchemaElement::builder().attribute_name(name).key_type(role).build().unwrap())
            .attribute_definitions(AttributeDefinition::builder().attribute_name(name).attribute_type(kind).build().unwrap());
    }
    request.send().await.unwrap();
}

async fn put(dynamodb: &Client, item: Item) {
    dynamodb.put_item().table_name(TABLE).set_item(Some(item)).send().await.unwrap();
}

async fn get(dynamodb: &Client, key: Item) -> Option<Item> {
    dynamodb.get_item().table_name(TABLE).set_key(Some(key)).send().await.unwrap().item
}

/// Waits between two looks of a waiter take no time.
#[derive(Debug)]
struct Impatient;

impl AsyncSleep for Impatient {
    fn sleep(&self, _: Duration) -> Sleep {
        Sleep::new(async {})
    }
}

#[tokio::test]
async fn a_waiter_sees_a_table_come_and_go() {
    let world = World::new("table");
    let dynamodb = client!(aws_sdk_dynamodb, world);
    make_table(&dynamodb).await;
    world.fault(r#"{"service":"dynamodb","operation":"DescribeTable","code":"ResourceNotFoundException","status":400,"times":2}"#);
    let impatient = dynamodb
        .config()
        .to_builder()
        .sleep_impl(Impatient)
        .timeout_config(TimeoutConfig::disabled())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .build();
    let waiting = Client::from_conf(impatient);
    let minute = Duration::from_secs(60);
    waiting.wait_until_table_exists().table_name(TABLE).wait(minute).await.unwrap();
    assert_eq!(world.strikes(), 2);
    dynamodb.delete_table().table_name(TABLE).send().await.unwrap();
    waiting.wait_until_table_not_exists().table_name(TABLE).wait(minute).await.unwrap();
}

#[tokio::test]
async fn an_item_is_put_read_changed_and_deleted() {
    let world = World::new("item");
    let dynamodb = client!(aws_sdk_dynamodb, world);
    make_table(&dynamodb).await;
    let mut item = key("a", 1);
    item.insert("name".to_owned(), text("Jörg ☃"));
    item.insert("blob".to_owned(), AttributeValue::B(Blob::new([0, 255])));
    item.insert("tags".to_owned(), AttributeValue::Ss(vec!["a".to_owned(), "b".to_owned()]));
    let list = AttributeValue::L(vec![AttributeValue::Bool(true), AttributeValue::Null(true), number(15)]);
    item.insert("deep".to_owned(), AttributeValue::M([("list".to_owned(), list)].into()));
    put(&dynamodb, item.clone()).await;
    assert_eq!(get(&dynamodb, key("a", 1)).await, Some(item));
    let request = dynamodb.update_item().table_name(TABLE).set_key(Some(key("a", 1)));
    let changed = request
        .update_expression("SET visits = if_not_exists(visits, :zero) + :one")
        .expression_attribute_values(":zero", number(0))
        .expression_attribute_values(":one", number(1))
        .return_values(ReturnValue::UpdatedNew)
        .send()
        .await
        .unwrap();
    assert_eq!(changed.attributes(), Some(&[("visits".to_owned(), number(1))].into()));
    dynamodb.delete_item().table_name(TABLE).set_key(Some(key("a", 1))).send().await.unwrap();
    assert_eq!(get(&dynamodb, key("a", 1)).await, None);
}

#[tokio::test]
async fn a_condition_that_fails_is_an_error_of_its_own_type() {
    let world = World::new("condition");
    let dynamodb = client!(aws_sdk_dynamodb, world);
    make_table(&dynamodb).await;
    put(&dynamodb, key("a", 1)).await;
    let request = dynamodb.put_item().table_name(TABLE).set_item(Some(key("a", 1))).condition_expression("attribute_not_exists(pk)");
    let request = request.return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
    let error = request.send().await.unwrap_err().into_service_error();
    assert_eq!(error.message(), Some("The conditional request failed"));
    let aws_sdk_dynamodb::operation::put_item::PutItemError::ConditionalCheckFailedException(failed) = error else {
        panic!("{error}");
    };
    assert_eq!(failed.item(), Some(&key("a", 1)));
}

#[tokio::test]
async fn a_query_goes_through_all_its_pages() {
    let world = World::new("query");
    let dynamodb = client!(aws_sdk_dynamodb, world);
    make_table(&dynamodb).await;
    for n in 0..5 {
        put(&dynamodb, key("a", n)).await;
    }
    let request = dynamodb.query().table_name(TABLE).key_condition_expression("pk = :pk").expression_attribute_values(":pk", text("a"));
    let mut pages = request.limit(2).into_paginator().send();
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        found.push(sort_keys(page.unwrap().items()));
    }
    assert_eq!(found, [vec![0, 1], vec![2, 3], vec![4]]);
}

#[tokio::test]
async fn batches_write_and_read_items() {
    let world = World::new("items");
    let dynamodb = client!(aws_sdk_dynamodb, world);
    make_table(&dynamodb).await;
    let keys: Vec<_> = (0..25).map(|n| key("a", n)).collect();
    let put = |item: &Item| PutRequest::builder().set_item(Some(item.clone())).build().unwrap();
    let writes = keys.iter().map(|item| WriteRequest::builder().put_request(put(item)).build()).collect();
    let written = dynamodb.batch_write_item().request_items(TABLE, writes).send().await.unwrap();
    assert!(written.unprocessed_items().unwrap().is_empty());
    let wanted = KeysAndAttributes::builder().set_keys(Some(keys)).build().unwrap();
    let read = dynamodb.batch_get_item().request_items(TABLE, wanted).send().await.unwrap();
    assert!(read.unprocessed_keys().unwrap().is_empty());
    let mut found = sort_keys(&read.responses().unwrap()[TABLE]);
    found.sort();
    assert_eq!(found, (0..25).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_cancelled_transaction_tells_its_reasons() {
    let world = World::new("transaction");
    let dynamodb = client!(aws_sdk_dynamodb, world);
    make_table(&dynamodb).await;
    put(&dynamodb, key("a", 1)).await;
    let put = |sk| Put::builder().table_name(TABLE).set_item(Some(key("a", sk)));
    let repeated = put(1).condition_expression("attribute_not_exists(pk)");
    let write = |put: aws_sdk_dynamodb::types::builders::PutBuilder| TransactWriteItem::builder().put(put.build().unwrap()).build();
    let request = dynamodb.transact_write_items().transact_items(write(put(2))).transact_items(write(repeated));
    let error = request.send().await.unwrap_err().into_service_error();
    let aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(cancelled) = error else {
        panic!("{error}");
    };
    let codes: Vec<_> = cancelled.cancellation_reasons().iter().map(|reason| reason.code().unwrap()).collect();
    assert_eq!(codes, ["None", "ConditionalCheckFailed"]);
    assert_eq!(get(&dynamodb, key("a", 2)).await, None);
}

/// Compares the checksum of an answer, which this SDK does not.
#[derive(Clone, Debug, Default)]
struct Checksum(Arc<Mutex<Option<(String, u32)>>>);

impl Intercept for Checksum {
    fn name(&self) -> &'static str {
        "checksum"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response();
        let mut computed = Crc::new();
        computed.update(response.body().bytes().unwrap());
        let told = response.headers().get("x-amz-crc32").unwrap().to_owned();
        *self.0.lock().unwrap() = Some((told, computed.sum()));
        Ok(())
    }
}

#[tokio::test]
async fn an_item_of_300_kb_comes_back_with_its_checksum() {
    let world = World::new("checksum");
    let dynamodb = client!(aws_sdk_dynamodb, world);
    make_table(&dynamodb).await;
    let mut item = key("a", 1);
    item.insert("body".to_owned(), text(&"x".repeat(300 * 1024)));
    put(&dynamodb, item.clone()).await;
    let checksum = Checksum::default();
    let request = dynamodb.get_item().table_name(TABLE).set_key(Some(key("a", 1))).customize().interceptor(checksum.clone());
    assert!(request.send().await.unwrap().item == Some(item));
    let (told, computed) = checksum.0.lock().unwrap().take().unwrap();
    assert_eq!(told, computed.to_string());
}

#[tokio::test]
async fn a_compressed_request_is_understood() {
    let world = World::new("compressed");
    let dynamodb = client!(aws_sdk_dynamodb, world);
    make_table(&dynamodb).await;
    let request = dynamodb.put_item().table_name(TABLE).set_item(Some(key("a", 1))).customize().mutate_request(|request| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(request.body().bytes().unwrap()).unwrap();
        let compressed = encoder.finish().unwrap();
        request.headers_mut().insert("content-encoding", "gzip");
        request.headers_mut().insert("content-length", compressed.len().to_string());
        *request.body_mut() = compressed.into();
    });
    request.send().await.unwrap();
    assert_eq!(get(&dynamodb, key("a", 1)).await, Some(key("a", 1)));
}

#[tokio::test]
async fn a_throttled_call_is_tried_again() {
    let world = World::new("throttled");
    let dynamodb = client!(aws_sdk_dynamodb, world);
    make_table(&dynamodb).await;
    world.fault(
        r#"{"service":"dynamodb","operation":"PutItem","code":"ProvisionedThroughputExceededException","status":400,"times":2}"#,
    );
    put(&dynamodb, key("a", 1)).await;
    assert_eq!(world.strikes(), 2);
}

#[tokio::test]
async fn a_missing_table_is_an_error_of_its_own_type() {
    let world = World::new("table-missing");
    let request = client!(aws_sdk_dynamodb, world).get_item().table_name(TABLE).set_key(Some(key("a", 1)));
    assert!(request.send().await.unwrap_err().into_service_error().is_resource_not_found_exception());
}
