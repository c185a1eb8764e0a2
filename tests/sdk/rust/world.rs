//! A world of a test's own: an emulator on a port of its own, whose clock stands still; and the clients of the test.

use std::env;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use aws_sdk_sqs::config::retry::RetryConfig;
use aws_sdk_sqs::config::{BehaviorVersion, Credentials, Region, SharedHttpClient};
use aws_smithy_http_client::Builder;

pub struct World {
    name: String,
    host: String,
    pub http: SharedHttpClient,
}

/// What the clients of all services are made with.
#[macro_export]
macro_rules! client {
    ($service:ident, $world:expr) => {
        $service::Client::from_conf(
            $service::Config::builder()
                .behavior_version($crate::world::latest())
                .endpoint_url($world.endpoint())
                .region($crate::world::region())
                .credentials_provider($crate::world::credentials())
                .retry_config($crate::world::retries())
                .http_client($world.http.clone())
                .build(),
        )
    };
}

pub fn latest() -> BehaviorVersion {
    BehaviorVersion::latest()
}

pub fn region() -> Region {
    Region::new("us-east-1")
}

pub fn credentials() -> Credentials {
    Credentials::builder().access_key_id("test").secret_access_key("test").provider_name("test").build()
}

pub fn retries() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(3).with_initial_backoff(Duration::from_millis(1))
}

impl World {
    pub fn new(name: &str) -> World {
        let name = format!("rust-{name}");
        let made = ask(&worlds_host(), "POST", "/_understudy/worlds", &format!(r#"{{"name":"{name}","clock":"manual","port":0}}"#));
        World { name, host: format!("127.0.0.1:{}", number(&made, "port")), http: Builder::new().build_http() }
    }

    pub fn endpoint(&self) -> String {
        format!("http://{}", self.host)
    }

    pub fn advance(&self, by: &str) {
        self.control("POST", "clock/advance", &format!(r#"{{"by":"{by}"}}"#));
    }

    pub fn fault(&self, rule: &str) {
        self.control("POST", "faults", rule);
    }

    /// How many calls the only fault struck.
    pub fn strikes(&self) -> u32 {
        number(&self.control("GET", "faults", ""), "strikes")
    }

    pub fn make_topics(&self, count: u32) {
        let topics: Vec<_> = (0..count)
            .map(|n| format!(r#""T{n}":{{"Type":"AWS::SNS::Topic","Properties":{{"TopicName":"topic-{n}"}}}}"#))
            .collect();
        self.control("PUT", "bootstrap", &format!(r#"{{"Resources":{{{}}}}}"#, topics.join(",")));
    }

    /// Returns when a long poll waits.
    pub async fn until_polled(&self) {
        let host = self.host.clone();
        let polled = move || while !ask(&host, "GET", "/metrics", "").contains("\nunderstudy_sqs_parked_polls 1\n") {};
        tokio::task::spawn_blocking(polled).await.unwrap();
    }

    fn control(&self, method: &str, path: &str, body: &str) -> String {
        ask(&self.host, method, &format!("/_understudy/{path}"), body)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        ask(&worlds_host(), "DELETE", &format!("/_understudy/worlds/{}", self.name), "");
    }
}

fn worlds_host() -> String {
    env::var("UNDERSTUDY_ENDPOINT").expect("UNDERSTUDY_ENDPOINT").trim_start_matches("http://").to_owned()
}

fn ask(host: &str, method: &str, path: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    let head = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\n");
    write!(stream, "{head}Content-Length: {length}\r\n\r\n{body}").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 2"), "{method} {path}: {answer}");
    answer
}

fn number(json: &str, member: &str) -> u32 {
    let (_, rest) = json.split_once(&format!("\"{member}\":")).unwrap();
    rest.split(|character: char| !character.is_ascii_digit()).next().unwrap().parse().unwrap()
}
