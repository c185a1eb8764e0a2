// Takes OrderCreatedEvents from the queue, on a thread of its own that waits in long polls. What it cannot handle it leaves
// in the queue, which brings it again, and at last puts it aside.
#pragma once

#include "repository.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace customers {

class consumer {
public:
    /// Starts at once. The client's transport should be the consumer's own: it is interrupted at the end.
    consumer(understudy::sqs_client sqs, std::string queue_url, repository customers);
    /// Stops at once, also in the middle of a long poll.
    ~consumer();
    consumer(consumer const&) = delete;
    consumer& operator=(consumer const&) = delete;

private:
    void run();
    void receive_once();
    /// True: the message is done with.
    bool handle(std::string_view body) const;
    bool is_stopping() const;
    void pause();

    understudy::sqs_client sqs_;
    std::string queue_url_;
    repository customers_;
    mutable std::mutex mutex_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::thread thread_; // last: it uses the others
};

} // namespace customers
