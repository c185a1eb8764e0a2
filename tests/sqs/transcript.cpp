#include "transcript.hpp"

#include "world.hpp"

#include <algorithm>
#include <functional>
#include <sstream>
#include <stdexcept>

namespace understudy::sqs {

namespace {

using words = std::vector<std::string>;

words split(std::string_view text)
{
    words found;
    std::istringstream in{std::string{text}};
    for (std::string word; in >> word;) {
        if (word.front() == '"') {
            while (word.size() < 2 || word.back() != '"') {
                word.push_back(static_cast<char>(in.get()));
                if (!in) throw std::invalid_argument{"a quote that does not end"};
            }
            word = word.substr(1, word.size() - 2);
        }
        found.push_back(word);
    }
    return found;
}

std::string trimmed(std::string_view text)
{
    auto const first = text.find_first_not_of(" \t");
    auto const last = text.find_last_not_of(" \t");
    return first == std::string_view::npos ? std::string{}
                                           : std::string{text.substr(first, last - first + 1)};
}

string_map options(words const& line, std::size_t from)
{
    string_map map;
    for (; from < line.size(); ++from) {
        auto const equals = line[from].find('=');
        if (equals == std::string::npos) throw std::invalid_argument{"no option: " + line[from]};
        map.emplace(line[from].substr(0, equals), line[from].substr(equals + 1));
    }
    return map;
}

std::optional<std::string> text(string_map const& options, std::string_view name)
{
    auto const found = options.find(name);
    return found == options.end() ? std::nullopt : std::optional{found->second};
}

std::optional<std::int64_t> number(string_map const& options, std::string_view name)
{
    auto const found = text(options, name);
    return found ? std::optional<std::int64_t>{std::stoll(*found)} : std::nullopt;
}

milliseconds duration(std::string const& text)
{
    std::size_t end = 0;
    long long const count = std::stoll(text, &end);
    std::string const unit = text.substr(end);
    long long const scale = unit == "ms"    ? 1
                            : unit == "s"   ? 1'000
                            : unit == "min" ? 60'000
                            : unit == "h"   ? 3'600'000
                            : unit == "d"   ? 86'400'000
                                            : throw std::invalid_argument{"no unit of time: " + unit};
    return milliseconds{count * scale};
}

class player {
public:
    /// What came out instead of what was expected; nothing when it fits.
    std::optional<std::string> play(std::string const& command, std::optional<std::string> const& expected)
    {
        expected_ = expected ? split(*expected) : words{};
        auto const line = split(command);
        auto const came = run(line);
        bool const good = expected ? fits(came) : !came.failed;
        return good ? std::nullopt : std::optional{came.text};
    }

private:
    struct outcome {
        std::string text = {};
        std::vector<Message> messages = {};
        bool failed = false;
        std::string sent = {};
    };

    template <class T>
    static outcome of(result<T> const& answer)
    {
        return answer
                   ? outcome{.text = "done"}
                   : outcome{.text = std::string{answer.error().kind.shape} + ": " + answer.error().message,
                             .failed = true};
    }

    outcome run(words const& line);
    outcome send(words const& line);
    outcome receive(words const& line);
    outcome received(result<ReceiveMessageResult> const& answer);
    string_map attributes(words const& line);
    std::string handle(std::string const& name) const;
    std::string name_of(std::string const& id) const;
    bool fits(outcome const& came);
    bool fits(std::vector<Message> const& messages);

    world world_;
    words expected_;
    std::map<std::string, std::string> ids_;               // by the transcript's names
    std::map<std::string, std::vector<Message>> receipts_; // by name, every receive
};

std::string player::handle(std::string const& name) const
{
    auto const hash = name.find('#');
    auto const found = receipts_.find(name.substr(0, hash));
    if (found == receipts_.end()) return name;
    auto const index = hash == std::string::npos ? found->second.size() : std::stoul(name.substr(hash + 1));
    return found->second.at(index - 1).ReceiptHandle;
}

std::string player::name_of(std::string const& id) const
{
    auto const found =
        std::find_if(ids_.begin(), ids_.end(), [&](auto const& entry) { return entry.second == id; });
    return found == ids_.end() ? id : found->first;
}

string_map player::attributes(words const& line)
{
    auto attributes = options(line, 2);
    if (auto const redrive = attributes.extract("dead_letter")) {
        auto const colon = redrive.mapped().find(':');
        attributes.emplace("RedrivePolicy",
                           R"({"deadLetterTargetArn":")" + world_.arn(redrive.mapped().substr(0, colon))
                               + R"(","maxReceiveCount":)" + redrive.mapped().substr(colon + 1) + "}");
    }
    return attributes;
}

player::outcome player::send(words const& line)
{
    auto const how = options(line, 3);
    auto const answer = world_(SendMessageRequest{.QueueUrl = line.at(1),
                                                  .MessageBody = line.at(2),
                                                  .DelaySeconds = number(how, "delay"),
                                                  .MessageDeduplicationId = text(how, "id"),
                                                  .MessageGroupId = text(how, "group")});
    if (!answer) return of(answer);
    return {.text = name_of(answer.value().MessageId), .sent = answer.value().MessageId};
}

player::outcome player::receive(words const& line)
{
    auto const how = options(line, 2);
    auto const answer =
        world_.receive(ReceiveMessageRequest{.QueueUrl = line.at(1),
                                             .MessageSystemAttributeNames = {"All"},
                                             .MaxNumberOfMessages = number(how, "max"),
                                             .VisibilityTimeout = number(how, "visibility"),
                                             .WaitTimeSeconds = number(how, "wait"),
                                             .ReceiveRequestAttemptId = text(how, "attempt")});
    if (std::holds_alternative<std::size_t>(answer)) return {.text = "waits"};
    return received(std::get<0>(answer));
}

player::outcome player::received(result<ReceiveMessageResult> const& answer)
{
    if (!answer) return of(answer);
    outcome came{.messages = answer.value().Messages};
    for (auto const& message : came.messages) {
        auto const name = name_of(message.MessageId);
        receipts_[name].push_back(message);
        came.text += (came.text.empty() ? "" : " ") + name;
    }
    if (came.messages.empty()) came.text = "nothing";
    return came;
}

player::outcome player::run(words const& line)
{
    auto const& verb = line.at(0);
    if (verb == "create") {
        return of(world_(CreateQueueRequest{.QueueName = line.at(1), .Attributes = attributes(line)}));
    }
    if (verb == "set") {
        return of(world_(SetQueueAttributesRequest{.QueueUrl = line.at(1), .Attributes = attributes(line)}));
    }
    if (verb == "attribute") return {.text = world_.attribute(line.at(1), line.at(2))};
    if (verb == "count") {
        return {.text = world_.attribute(line.at(1), "ApproximateNumberOfMessages") + " "
                        + world_.attribute(line.at(1), "ApproximateNumberOfMessagesNotVisible") + " "
                        + world_.attribute(line.at(1), "ApproximateNumberOfMessagesDelayed")};
    }
    if (verb == "send") return send(line);
    if (verb == "receive") return receive(line);
    if (verb == "poll") {
        auto const& poll = world_.polls.at(std::stoul(line.at(1)) - 1);
        return poll.answer ? received(*poll.answer) : outcome{.text = "waits"};
    }
    if (verb == "delete") {
        return of(world_(DeleteMessageRequest{.QueueUrl = line.at(1), .ReceiptHandle = handle(line.at(2))}));
    }
    if (verb == "hide") {
        return of(world_(ChangeMessageVisibilityRequest{.QueueUrl = line.at(1),
                                                        .ReceiptHandle = handle(line.at(2)),
                                                        .VisibilityTimeout = std::stoll(line.at(3))}));
    }
    if (verb == "return") {
        world_.give_back(line.at(1), {Message{.ReceiptHandle = handle(line.at(2))}});
        return {.text = "done"};
    }
    if (verb == "purge") return of(world_(PurgeQueueRequest{.QueueUrl = line.at(1)}));
    if (verb == "drop") return of(world_(DeleteQueueRequest{.QueueUrl = line.at(1)}));
    if (verb == "advance") {
        world_.advance(duration(line.at(1)));
        return {.text = "done"};
    }
    if (verb == "client") {
        world_.client = std::stoull(line.at(1));
        return {.text = "done"};
    }
    if (verb == "held") return {.text = std::to_string(held_messages(world_.sqs).size())};
    throw std::invalid_argument{"no command: " + verb};
}

bool player::fits(outcome const& came)
{
    if (!came.sent.empty()) {
        return expected_.size() == 1
               && ids_.try_emplace(expected_.front(), came.sent).first->second == came.sent;
    }
    if (came.failed) return came.text.starts_with(expected_.front() + ":");
    if (!came.messages.empty()) return fits(came.messages);
    std::string wanted;
    for (auto const& word : expected_) wanted += (wanted.empty() ? "" : " ") + word;
    return came.text == wanted;
}

bool player::fits(std::vector<Message> const& messages)
{
    auto word = expected_.begin();
    for (auto const& message : messages) {
        auto const id = word == expected_.end() ? ids_.end() : ids_.find(*word++);
        if (id == ids_.end() || id->second != message.MessageId) return false;
        for (; word != expected_.end() && word->find('=') != std::string::npos; ++word) {
            auto const equals = word->find('=');
            auto const found = message.Attributes.find(word->substr(0, equals));
            if (found == message.Attributes.end() || found->second != word->substr(equals + 1)) return false;
        }
    }
    return word == expected_.end();
}

} // namespace

std::string play(std::string_view transcript)
{
    player player;
    std::istringstream lines{std::string{transcript}};
    for (std::string line; std::getline(lines, line);) {
        if (trimmed(line).empty() || trimmed(line).front() == '#') continue;
        std::istringstream commands{line};
        for (std::string command; std::getline(commands, command, ';');) {
            auto const arrow = command.find("->");
            auto const expected =
                arrow == std::string::npos ? std::nullopt : std::optional{trimmed(command.substr(arrow + 2))};
            auto const instead = player.play(command.substr(0, arrow), expected);
            if (instead) return trimmed(line) + "\n  gave: " + *instead;
        }
    }
    return {};
}

} // namespace understudy::sqs
