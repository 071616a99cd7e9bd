"""Answers the load balancer, which asks with the target's own address as Host header."""

HEALTH_PATH = "/health"


def answer_health(application):
    """Before Django: its middlewares, and OpenTelemetry's, which is put first of all, call `get_host()` and answer 400."""

    def answer(environ, start_response):
        if environ["PATH_INFO"] != HEALTH_PATH:
            return application(environ, start_response)
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return [b"ok"]

    return answer
