defmodule Connections do
  # In the tree: one Task.Supervisor for each scheduler, so that many starts
  # at once do not wait for one of them. Each counts its own tasks.
  def child_spec(_) do
    PartitionSupervisor.child_spec(
      child_spec: Task.Supervisor,
      name: __MODULE__
    )
  end

  # Any of them will do, so they take turns. Who starts it keeps its pid.
  def serve(socket) do
    turn = System.unique_integer([:positive])
    tasks = {:via, PartitionSupervisor, {__MODULE__, turn}}
    Task.Supervisor.start_child(tasks, fn -> pump(socket) end)
  end

  defp pump(socket), do: :gen_tcp.recv(socket, 0)
end
