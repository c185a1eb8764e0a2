//! The scenarios of SCENARIOS.md with the AWS SDK for Rust.

mod dynamodb;
mod sns;
mod sqs;
mod sts;
mod world;
