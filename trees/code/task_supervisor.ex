defmodule Thumbnails do
  # In the tree: {Task.Supervisor, name: @tasks, max_children: 8}
  @tasks Thumbnails.Tasks

  # Nobody waits for it.
  def make_later(path) do
    Task.Supervisor.start_child(@tasks, fn -> shrink(path) end)
  end

  # Somebody waits: its crash is a value here, and the caller lives on.
  def make(path) do
    task = Task.Supervisor.async_nolink(@tasks, fn -> shrink(path) end)

    case Task.yield(task, 5_000) || Task.shutdown(task) do
      {:ok, thumbnail} -> {:ok, thumbnail}
      {:exit, reason} -> {:error, reason}
      nil -> {:error, :timeout}
    end
  end

  defp shrink(path), do: File.read!(path)
end
