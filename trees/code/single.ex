defmodule Shop.Application do
  use Application

  @impl true
  def start(_type, _args) do
    # Started in this order, stopped in reverse.
    children = [
      {Stock, name: Stock},
      {Task.Supervisor, name: Shop.Tasks}
    ]

    Supervisor.start_link(children,
      strategy: :one_for_one,
      max_restarts: 3,
      max_seconds: 5
    )
  end
end
