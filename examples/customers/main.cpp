// customers [--port N] [--port-file PATH]: runs the application against whatever AWS its environment names, until it is told
// to stop. It says "Ready." when it listens.
#include "application.hpp"

#include <charconv>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iostream>

namespace {

struct arguments {
    unsigned short port = 8080;
    std::string port_file = {};
};

std::optional<arguments> read_arguments(int argc, char** argv)
{
    arguments out;
    for (int i = 1; i < argc; i += 2) {
        std::string_view const name = argv[i];
        if (i + 1 == argc) return std::nullopt;
        std::string_view const value = argv[i + 1];
        if (name == "--port-file") {
            out.port_file = value;
        } else if (name == "--port") {
            auto const [end, ec] = std::from_chars(value.data(), value.data() + value.size(), out.port);
            if (ec != std::errc{} || end != value.data() + value.size()) return std::nullopt;
        } else {
            return std::nullopt;
        }
    }
    return out;
}

/// Blocks the signals for all threads to come, so that wait() gets them.
class stop_signals {
public:
    stop_signals()
    {
        sigemptyset(&set_);
        sigaddset(&set_, SIGINT);
        sigaddset(&set_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    }
    void wait() const
    {
        int signal = 0;
        sigwait(&set_, &signal);
    }

private:
    sigset_t set_{};
};

void run(arguments const& arguments)
{
    stop_signals const signals;
    customers::application const application{
        {understudy::sns_client{}, understudy::sqs_client{}, understudy::dynamodb_client{}},
        customers::read_settings(),
        arguments.port};
    if (!arguments.port_file.empty()) std::ofstream{arguments.port_file} << application.port() << '\n';
    std::cout << "Listening on " << application.endpoint() << "\nReady." << std::endl;
    signals.wait();
}

} // namespace

int main(int argc, char** argv)
{
    auto const arguments = read_arguments(argc, argv);
    if (!arguments) {
        std::cerr << "usage: customers [--port N] [--port-file PATH]\n";
        return 2;
    }
    try {
        run(*arguments);
    } catch (std::exception const& e) {
        std::cerr << "customers: " << e.what() << '\n';
        return 1;
    }
}
