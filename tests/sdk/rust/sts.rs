use crate::client;
use crate::world::World;

#[tokio::test]
async fn the_caller_has_an_account_and_an_arn() {
    let world = World::new("sts-caller");
    let identity = client!(aws_sdk_sts, world).get_caller_identity().send().await.unwrap();
    let account = identity.account().unwrap();
    assert_eq!(account.len(), 12);
    assert!(identity.arn().unwrap().contains(&format!(":{account}:")));
}
