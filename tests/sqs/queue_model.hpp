// A queue as simple as it can be told: a row of messages that is searched from its beginning. Written for the test that
// plays it against the real one; shares nothing with it but the rules.
#pragma once

#include <understudy/clock.hpp>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace understudy::sqs::model {

enum class place { visible, delayed, held };

struct message {
    int number = 0; // its body; never used twice
    int life = 0;   // one more in each queue it comes to
    std::string group = {};
    instant sent = {};
    instant kept_since = {};
    instant received = {};
    instant until = {}; // unless visible
    place where = place::visible;
    int receives = 0;
    int receives_here = 0; // also the number of the newest handle
};

struct handle {
    int number = 0;
    int life = 0;
    int receive = 0;
    std::string text = {};
};

enum class outcome { done, refused };

class queue {
public:
    explicit queue(bool is_fifo) : fifo{is_fifo} {}

    /// What happens by itself until then.
    void pass(instant now);
    /// The number of the message that counts as sent: an earlier one when this is a duplicate.
    int send(int number, std::string const& group, std::string const& key, seconds own_delay, instant now);
    void arrive(message arrived, instant now);
    /// What may be received now. In a FIFO queue: of each group the messages up to the first that is not visible.
    std::vector<message*> offered();
    bool is_exhausted(message const& m) const;
    void receive(message& m, seconds timeout, instant now);
    outcome remove(handle const& h);
    outcome hide(handle const& h, seconds timeout, instant now);
    void set_delay(seconds value, instant now);
    message take(int number);
    void purge();

    message* find(int number);
    std::size_t count(place where) const;

    bool fifo;
    int receives_max = 3;
    seconds visibility{5};
    seconds delay{0};
    seconds retention{1000};
    std::vector<message> messages = {};

private:
    message* find(handle const& h);
    bool may_use(handle const& h, message const& m) const;

    std::map<std::string, std::pair<instant, int>> sends_ = {}; // by deduplication id
};

} // namespace understudy::sqs::model
