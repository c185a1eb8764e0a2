// What tables do when they are told to be less kind than by themselves, and what they must not do at any size.
#include "fixture.hpp"

#include "dynamodb/limits.hpp"

namespace understudy::dynamodb::test {

namespace {

CreateTableInput provisioned(std::int64_t read, std::int64_t write)
{
    auto request = simple_table();
    request.BillingMode = std::nullopt;
    request.ProvisionedThroughput = ProvisionedThroughput{read, write};
    return request;
}

/// A table with a global index on g.
CreateTableInput with_global_index(CreateTableInput request, std::optional<ProvisionedThroughput> units = {})
{
    request.AttributeDefinitions->push_back({.AttributeName = "g", .AttributeType = "S"});
    request.GlobalSecondaryIndexes = {{{.IndexName = "byg",
                                        .KeySchema = {{{.AttributeName = "g", .KeyType = "HASH"}}},
                                        .Projection = Projection{.ProjectionType = "ALL"},
                                        .ProvisionedThroughput = std::move(units)}}};
    return request;
}

CreateTableInput with_local_index()
{
    auto request = simple_table();
    request.AttributeDefinitions->push_back({.AttributeName = "sk", .AttributeType = "S"});
    request.AttributeDefinitions->push_back({.AttributeName = "l", .AttributeType = "S"});
    request.KeySchema->push_back({.AttributeName = "sk", .KeyType = "RANGE"});
    request.LocalSecondaryIndexes = {{{.IndexName = "byl",
                                       .KeySchema = {{{.AttributeName = "pk", .KeyType = "HASH"},
                                                      {.AttributeName = "l", .KeyType = "RANGE"}}},
                                       .Projection = Projection{.ProjectionType = "KEYS_ONLY"}}}};
    return request;
}

PutItemInput put_of(item item) { return {.TableName = "tbl", .Item = std::move(item)}; }

GetItemInput get_of(item key, bool is_consistent)
{
    return {.TableName = "tbl", .Key = std::move(key), .ConsistentRead = is_consistent};
}

TransactWriteItemsInput transaction_on(std::string const& key, std::optional<std::string> token = {})
{
    return {.TransactItems = {{{.Put = Put{.Item = item{{"pk", key}, {"by", "transaction"}},
                                           .TableName = "tbl"}}}},
            .ClientRequestToken = std::move(token)};
}

QueryInput query_of_index(std::string const& value)
{
    return {.TableName = "tbl",
            .IndexName = "byg",
            .KeyConditionExpression = "g = :g",
            .ExpressionAttributeValues = attribute_map{{":g", value}}};
}

template <class T>
std::string reason(result<T> const& outcome)
{
    return outcome || !outcome.error().throttling ? "" : outcome.error().throttling->at(0).reason;
}

template <class T>
std::string cancellation(result<T> const& outcome)
{
    return outcome || !outcome.error().reasons ? "" : outcome.error().reasons->at(0).Code;
}

} // namespace

TEST_CASE("A table that is throttled saves what it does not use, for five minutes", "[dynamodb][throttling]")
{
    dynamodb_under_test db;
    db.state.settings.tables.throttle = true;
    REQUIRE(refusal(db.create(provisioned(1, 2))) == "");
    auto const written_in_a_row = [&] {
        int count = 0;
        while (count < 10'000 && db.run(put_of({{"pk", "k"}}))) ++count;
        return count;
    };
    CHECK(written_in_a_row() == 2);
    db.now += seconds{1};
    CHECK(written_in_a_row() == 2);
    db.now += seconds{100};
    CHECK(written_in_a_row() == 200);
    db.now += seconds{1000};
    CHECK(written_in_a_row() == 600);

    auto const refused = db.run(put_of({{"pk", "k"}}));
    CHECK(refused.error().kind.shape == "ProvisionedThroughputExceededException");
    CHECK(refused.error().message
          == "The level of configured provisioned throughput for the table was exceeded. Consider increasing "
             "your provisioning level with the UpdateTable API.");
    CHECK(reason(refused) == "TableWriteProvisionedThroughputExceeded");
    CHECK(refused.error().throttling->at(0).resource == "arn:aws:dynamodb:us-east-1:000000000000:table/tbl");
}

TEST_CASE("Reads and writes are throttled apart, by what they use", "[dynamodb][throttling]")
{
    dynamodb_under_test db;
    db.state.settings.tables.throttle = true;
    REQUIRE(refusal(db.create(provisioned(1, 1))) == "");
    REQUIRE(db.run(put_of({{"pk", "k"}, {"text", std::string(3000, 't')}}))
                .has_value()); // three units: two are owed
    CHECK(reason(db.run(put_of({{"pk", "k"}}))) == "TableWriteProvisionedThroughputExceeded");
    CHECK(db.run(get_of({{"pk", "k"}}, false)).has_value());
    CHECK(db.run(get_of({{"pk", "k"}}, false)).has_value()); // half a unit each
    CHECK(reason(db.run(get_of({{"pk", "k"}}, false))) == "TableReadProvisionedThroughputExceeded");
    db.now += seconds{2};
    CHECK(reason(db.run(put_of({{"pk", "k"}}))) == "TableWriteProvisionedThroughputExceeded");
    db.now += seconds{1};
    CHECK(db.run(put_of({{"pk", "k"}})).has_value());
}

TEST_CASE("A write is refused whole when a global index has no capacity for it", "[dynamodb][throttling]")
{
    dynamodb_under_test db;
    db.state.settings.tables.throttle = true;
    REQUIRE(refusal(db.create(with_global_index(provisioned(10, 10), ProvisionedThroughput{1, 1}))) == "");
    REQUIRE(db.run(put_of({{"pk", "a"}, {"g", "x"}})).has_value());
    auto const refused = db.run(put_of({{"pk", "b"}, {"g", "x"}}));
    CHECK(reason(refused) == "IndexWriteProvisionedThroughputExceeded");
    CHECK(refused.error().message.find("for one or more global secondary indexes of the table was exceeded")
          != std::string::npos);
    CHECK_FALSE(db.get({{"pk", "b"}}));
    CHECK(db.run(put_of({{"pk", "b"}})).has_value()); // not in the index
}

TEST_CASE("An on-demand table is throttled at its ceiling", "[dynamodb][throttling]")
{
    dynamodb_under_test db;
    db.state.settings.tables.throttle = true;
    auto request = simple_table();
    request.OnDemandThroughput = OnDemandThroughput{.MaxReadRequestUnits = 5, .MaxWriteRequestUnits = 1};
    REQUIRE(refusal(db.create(request)) == "");
    REQUIRE(db.run(put_of({{"pk", "k"}})).has_value());
    auto const refused = db.run(put_of({{"pk", "k"}}));
    CHECK(refused.error().kind.shape == "ThrottlingException");
    CHECK(reason(refused) == "TableWriteMaxOnDemandThroughputExceeded");
    db.now += seconds{100}; // nothing is saved
    REQUIRE(db.run(put_of({{"pk", "k"}})).has_value());
    CHECK_FALSE(db.run(put_of({{"pk", "k"}})).has_value());
}

TEST_CASE("A condition that fails uses what a write would", "[dynamodb][throttling]")
{
    dynamodb_under_test db;
    db.state.settings.tables.throttle = true;
    REQUIRE(refusal(db.create(provisioned(1, 1))) == "");
    auto request = put_of({{"pk", "k"}});
    request.ConditionExpression = "attribute_exists(pk)";
    CHECK(db.run(request).error().kind.shape == "ConditionalCheckFailedException");
    CHECK(db.run(request).error().kind.shape == "ProvisionedThroughputExceededException");
}

TEST_CASE("What a throttled batch could not do comes back, and only nothing at all is an error",
          "[dynamodb][throttling]")
{
    dynamodb_under_test db;
    db.state.settings.tables.throttle = true;
    REQUIRE(refusal(db.create(provisioned(1, 1))) == "");
    BatchWriteItemInput writes;
    writes.RequestItems.emplace()["tbl"] = {{.PutRequest = PutRequest{item{{"pk", "a"}}}},
                                            {.PutRequest = PutRequest{item{{"pk", "b"}}}}};
    auto const some = batch_write_item(db.state, db.make_call(), writes);
    REQUIRE(some.has_value());
    CHECK(some->UnprocessedItems.at("tbl").size() == 1);
    CHECK(some->UnprocessedItems.at("tbl").front().PutRequest->Item == item{{"pk", "b"}});
    CHECK(reason(batch_write_item(db.state, db.make_call(), writes))
          == "TableWriteProvisionedThroughputExceeded");

    BatchGetItemInput reads;
    reads.RequestItems.emplace()["tbl"].Keys = {{item{{"pk", "a"}}, item{{"pk", "b"}}, item{{"pk", "c"}}}};
    auto const read = batch_get_item(db.state, db.make_call(), reads);
    REQUIRE(read.has_value());
    CHECK(read->UnprocessedKeys.at("tbl").Keys->size() == 1);
    CHECK(reason(batch_get_item(db.state, db.make_call(), reads))
          == "TableReadProvisionedThroughputExceeded");
}

TEST_CASE("A throttled transaction is cancelled for that reason", "[dynamodb][throttling]")
{
    dynamodb_under_test db;
    db.state.settings.tables.throttle = true;
    REQUIRE(refusal(db.create(provisioned(1, 1))) == "");
    REQUIRE(transact_write_items(db.state, db.make_call(), transaction_on("a")).has_value()); // two units
    CHECK(cancellation(transact_write_items(db.state, db.make_call(), transaction_on("a")))
          == "ProvisionedThroughputExceeded");
    TransactGetItemsInput const reads{
        .TransactItems = {{{.Get = Get{.Key = item{{"pk", "a"}}, .TableName = "tbl"}}}}};
    REQUIRE(transact_get_items(db.state, db.make_call(), reads).has_value()); // two units
    CHECK(cancellation(transact_get_items(db.state, db.make_call(), reads))
          == "ProvisionedThroughputExceeded");
}

TEST_CASE("Eventually consistent reads lag behind when they are told to", "[dynamodb][lag]")
{
    dynamodb_under_test db;
    db.state.settings.tables.read_lag_max = milliseconds{1000};
    REQUIRE(refusal(db.create(with_global_index(simple_table()))) == "");
    int old_reads = 0;
    for (int i = 0; i < 100; ++i) {
        item const key{{"pk", std::to_string(i)}};
        db.put({{"pk", std::to_string(i)}, {"g", "x"}});
        CHECK(db.run(get_of(key, true))->Item); // sees everything
        old_reads += db.run(get_of(key, false))->Item ? 0 : 1;
        CHECK(query(db.state, db.make_call(), query_of_index("x"))->Count <= i + 1);
    }
    CHECK(old_reads > 50);
    CHECK(query(db.state, db.make_call(), query_of_index("x"))->Count < 100);
    db.now += milliseconds{1000};
    CHECK(query(db.state, db.make_call(), query_of_index("x"))->Count == 100);
    CHECK(scan(db.state, db.make_call(), {.TableName = "tbl"})->Count == 100);

    REQUIRE(db.run(DeleteItemInput{.TableName = "tbl", .Key = item{{"pk", "7"}}}).has_value());
    CHECK_FALSE(db.run(get_of({{"pk", "7"}}, true))->Item);
    db.now += milliseconds{1000};
    CHECK_FALSE(db.run(get_of({{"pk", "7"}}, false))->Item);
    CHECK(query(db.state, db.make_call(), query_of_index("x"))->Count == 99);
}

TEST_CASE("The same seed lags in the same way, and reads never go back", "[dynamodb][lag]")
{
    auto const history = [] {
        dynamodb_under_test db;
        db.state.settings.tables.read_lag_max = milliseconds{100};
        db.create_simple_table();
        std::vector<std::string> seen;
        for (int i = 0; i < 200; ++i) {
            db.put({{"pk", "k"}, {"n", i}});
            db.now += milliseconds{10};
            auto const read = db.run(get_of({{"pk", "k"}}, false)).value().Item;
            seen.push_back(read ? read->find("n")->get_if<number>()->text : "-1");
        }
        return seen;
    };
    auto const seen = history();
    CHECK(seen == history());
    CHECK(std::is_sorted(seen.begin(), seen.end(),
                         [](auto const& a, auto const& b) { return std::stoi(a) < std::stoi(b); }));
    CHECK(seen.back() != "199");
}

TEST_CASE("A transaction that takes its time keeps others from its items", "[dynamodb][transactions]")
{
    dynamodb_under_test db;
    db.state.settings.tables.transaction_time = milliseconds{500};
    db.create_simple_table();
    REQUIRE(transact_write_items(db.state, db.make_call(), transaction_on("k", "token")).has_value());

    auto const refused = db.run(put_of({{"pk", "k"}}));
    CHECK(refused.error().kind.shape == "TransactionConflictException");
    CHECK(refused.error().message == "Transaction is ongoing for the item");
    CHECK(refusal(db.run(DeleteItemInput{.TableName = "tbl", .Key = item{{"pk", "k"}}}))
          == "Transaction is ongoing for the item");
    CHECK(refusal(db.update("SET a = :a", {{":a", 1}})) == "Transaction is ongoing for the item");
    auto const other = transact_write_items(db.state, db.make_call(), transaction_on("k"));
    CHECK(
        other.error().message
        == "Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]");
    CHECK(other.error().reasons->at(0).Message == "Transaction is ongoing for the item.");
    TransactGetItemsInput const reads{
        .TransactItems = {{{.Get = Get{.Key = item{{"pk", "k"}}, .TableName = "tbl"}}}}};
    CHECK(cancellation(transact_get_items(db.state, db.make_call(), reads)) == "TransactionConflict");
    CHECK(transact_write_items(db.state, db.make_call(), transaction_on("k", "token")).error().kind.shape
          == "TransactionInProgressException");
    BatchWriteItemInput writes;
    writes.RequestItems.emplace()["tbl"] = {{.PutRequest = PutRequest{item{{"pk", "k"}}}}};
    CHECK(batch_write_item(db.state, db.make_call(), writes)->UnprocessedItems.at("tbl").size() == 1);
    CHECK(db.run(put_of({{"pk", "another"}})).has_value());
    CHECK(db.get({{"pk", "k"}})->find("by") != nullptr); // single reads see it

    db.now += milliseconds{500};
    CHECK(
        transact_write_items(db.state, db.make_call(), transaction_on("k", "token")).has_value()); // a replay
    CHECK(db.run(put_of({{"pk", "k"}})).has_value());
}

TEST_CASE("Collections of a table with local indexes have a limit, entries included", "[dynamodb][limits]")
{
    dynamodb_under_test db;
    db.state.settings.tables.collection_bytes_max = 40;
    REQUIRE(refusal(db.create(with_local_index())) == "");
    item const first{{"pk", "a"}, {"sk", "1"}, {"l", "x"}}; // 8 bytes, and 8 in the index
    item const second{{"pk", "a"}, {"sk", "2"}, {"l", "x"}};
    item const third{{"pk", "a"}, {"sk", "3"}, {"l", "x"}};
    REQUIRE(db.run(put_of(first)).has_value());
    REQUIRE(db.run(put_of(second)).has_value());
    CHECK(db.run(put_of(second)).has_value()); // grows by nothing
    auto const refused = db.run(put_of(third));
    CHECK(refused.error().kind.shape == "ItemCollectionSizeLimitExceededException");
    CHECK(refused.error().message == "Collection size exceeded.");
    CHECK(db.run(put_of({{"pk", "a"}, {"sk", "3"}})).has_value()); // 38 with an item that is not in the index
    CHECK(db.run(put_of({{"pk", "b"}, {"sk", "3"}, {"l", "x"}})).has_value());
    TransactWriteItemsInput const transaction{
        .TransactItems = {{{.Put = Put{.Item = third, .TableName = "tbl"}}}}};
    auto const cancelled = transact_write_items(db.state, db.make_call(), transaction);
    CHECK(cancellation(cancelled) == "ItemCollectionSizeLimitExceeded");
    REQUIRE(db.run(DeleteItemInput{.TableName = "tbl", .Key = item{{"pk", "a"}, {"sk", "1"}}}).has_value());
    CHECK(db.run(put_of(third)).has_value());
}

TEST_CASE("Throughput goes down four times a day, then once an hour", "[dynamodb][limits]")
{
    dynamodb_under_test db;
    REQUIRE(refusal(db.create(provisioned(100, 100))) == "");
    auto const change = [&](std::int64_t units) {
        return update_table(
            db.state, db.make_call(),
            {.TableName = "tbl", .ProvisionedThroughput = ProvisionedThroughput{units, units}});
    };
    db.now = instant{seconds{1'763'769'600}}; // midnight
    for (std::int64_t units = 99; units > 95; --units) REQUIRE(refusal(change(units)) == "");
    db.now += seconds{38};
    auto const refused = change(95);
    CHECK(refused.error().kind.shape == "LimitExceededException");
    CHECK(
        refused.error().message
        == "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. "
           "After the first 4 decreases, each subsequent decrease in the same UTC day can be performed at most "
           "once every 3600 seconds. Number of decreases today: 4. Last decrease at Saturday, November 22, 2025 "
           "at 12:00:00 AM Coordinated Universal Time. Next decrease can be made at Saturday, November 22, 2025 "
           "at 1:00:00 AM Coordinated Universal Time");
    CHECK(refusal(change(97)) == ""); // up at any time
    db.now += std::chrono::hours{1};
    CHECK(refusal(change(95)) == "");
    CHECK_FALSE(change(94).has_value());
    db.now += std::chrono::hours{23};
    CHECK(refusal(change(94)) == "");
    CHECK(db.describe("tbl")->Table.ProvisionedThroughput.NumberOfDecreasesToday == 1);
}

TEST_CASE("An index of a large table is built in steps, and misses nothing written meanwhile",
          "[dynamodb][indexes]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    constexpr int count = 3000;
    auto const key = [](int i) { return std::to_string(i); };
    for (int i = 0; i < count; ++i) db.put({{"pk", key(i)}, {"g", "x"}});
    UpdateTableInput request{.AttributeDefinitions = {{{.AttributeName = "g", .AttributeType = "S"}}},
                             .TableName = "tbl"};
    request.GlobalSecondaryIndexUpdates = {{{.Create = CreateGlobalSecondaryIndexAction{
                                                 .IndexName = "byg",
                                                 .KeySchema = {{{.AttributeName = "g", .KeyType = "HASH"}}},
                                                 .Projection = Projection{.ProjectionType = "ALL"}}}}};
    REQUIRE(refusal(update_table(db.state, db.make_call(), request)) == "");
    auto const index = [&] { return db.describe("tbl")->Table.GlobalSecondaryIndexes->at(0); };
    CHECK(index().Backfilling == true);
    CHECK(db.describe("tbl")->Table.TableStatus == "ACTIVE");

    int steps = 0;
    int next = 0;
    while (!db.out.timers.empty()) {
        auto const timer = db.out.timers.back();
        db.out.timers.clear();
        db.now = *timer.due;
        ++steps;
        for (int i = 0; i < 100; ++i, ++next) { // of each kind on both sides of where the index has got to
            if (next % 3 == 0) db.put({{"pk", key(next)}, {"g", "y"}});
            if (next % 3 == 1) db.put({{"pk", key(next)}});
            if (next % 3 == 2)
                REQUIRE(
                    db.run(DeleteItemInput{.TableName = "tbl", .Key = item{{"pk", key(next)}}}).has_value());
        }
        db.put({{"pk", "new" + key(steps)}, {"g", "x"}});
        on_timer(db.state, db.make_call(), timer.id);
    }
    CHECK(steps >= 5);
    CHECK(index().IndexStatus == "ACTIVE");
    CHECK(index().ItemCount == count - next + (next + 2) / 3 + steps);
    auto const of = [&](char const* value) {
        auto request_of_page = query_of_index(value);
        request_of_page.Select = "COUNT";
        return query(db.state, db.make_call(), request_of_page)->Count;
    };
    CHECK(of("y") == (next + 2) / 3);
    CHECK(of("x") == count - next + steps);
}

TEST_CASE("A long read takes several turns, and others are served between them", "[dynamodb][queries]")
{
    dynamodb_under_test db;
    db.create_range_table("N");
    constexpr int count = 2000;
    for (int i = 0; i < count; ++i) db.put({{"pk", "k"}, {"sk", i}});
    auto const read = [&](bool is_forward, auto between) {
        QueryInput const request{.TableName = "tbl",
                                 .ScanIndexForward = is_forward,
                                 .KeyConditionExpression = "pk = :k",
                                 .ExpressionAttributeValues = attribute_map{{":k", "k"}}};
        unfinished_page page;
        int turns = 1;
        auto answer = read_on(db.state, db.make_call(), request, page);
        for (; !answer; ++turns) {
            between(turns);
            answer = read_on(db.state, db.make_call(), request, page);
        }
        CHECK(turns > 3);
        return *std::move(answer);
    };
    auto const nothing = [](int) {};
    auto const whole = read(true, nothing);
    REQUIRE(whole.has_value());
    CHECK(whole->Count == count);
    CHECK_FALSE(whole->LastEvaluatedKey);
    for (int i = 0; i < count; ++i)
        REQUIRE(whole->Items->at(static_cast<std::size_t>(i)).find("sk")->get_if<number>()->text
                == std::to_string(i));
    auto const backwards = read(false, nothing);
    CHECK(backwards->Items->front().find("sk")->get_if<number>()->text == std::to_string(count - 1));
    CHECK(backwards->Items->back().find("sk")->get_if<number>()->text == "0");

    auto const changed = read(true, [&](int turn) { // what is gone when its turn comes is not read
        if (turn == 1)
            REQUIRE(db.run(DeleteItemInput{.TableName = "tbl", .Key = item{{"pk", "k"}, {"sk", count - 1}}})
                        .has_value());
    });
    CHECK(changed->Count == count - 1);
    auto const gone = read(true, [&](int turn) {
        if (turn == 3) REQUIRE(refusal(db.drop("tbl")) == "");
    });
    CHECK(refusal(gone) == "Requested resource not found");
}

TEST_CASE("What can be restored is no older than the days for which it is kept", "[dynamodb][backups]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    auto const enabled =
        update_continuous_backups(db.state, db.make_call(),
                                  {.TableName = "tbl",
                                   .PointInTimeRecoverySpecification = PointInTimeRecoverySpecification{
                                       .PointInTimeRecoveryEnabled = true, .RecoveryPeriodInDays = 2}});
    REQUIRE(refusal(enabled) == "");
    auto const since = db.now;
    auto const earliest = [&] {
        return describe_continuous_backups(db.state, db.make_call(), {.TableName = "tbl"})
            ->ContinuousBackupsDescription.PointInTimeRecoveryDescription->EarliestRestorableDateTime;
    };
    db.now += std::chrono::hours{47};
    CHECK(earliest() == since);
    db.now += std::chrono::hours{3};
    CHECK(earliest() == since + std::chrono::hours{2});
}

} // namespace understudy::dynamodb::test
