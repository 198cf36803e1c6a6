defmodule Welcome do
  require Logger

  # In the tree: {Task.Supervisor, name: Welcome.Tasks, max_children: 8}
  # Nobody waits. It is lost if the program ends: what must be done for
  # certain belongs into a queue in a database.
  def greet(name) do
    Task.Supervisor.start_child(Welcome.Tasks, fn ->
      Logger.info("welcome, #{name}")
    end)
  end
end
